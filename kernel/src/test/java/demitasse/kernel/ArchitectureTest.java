package demitasse.kernel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.stream.Stream;

/** The rooms of the kernel, and the arrows between them. */
@AnalyzeClasses(
    packages = {"demitasse.kernel", "io.github.spencerpark", "org.dflib.jjava"},
    importOptions = {ImportOption.DoNotIncludeTests.class, ImportOption.DoNotIncludeJars.class})
class ArchitectureTest {
  private static final DescribedPredicate<JavaClass> OURS =
      JavaClass.Predicates.resideInAPackage("demitasse.kernel..")
          .and(DescribedPredicate.not(JavaClass.Predicates.simpleName("package-info")));

  @ArchTest
  static final ArchRule noRoomIsInACircle =
      slices()
          .matching("demitasse.kernel.(*)..")
          .should()
          .beFreeOfCycles()
          .because(
              "what is in a circle cannot be read, tested or taken along alone: move what"
                  + " both need into a room below them");

  @ArchTest
  static final ArchRule theHallHoldsOnlyWhatPutsTheRoomsTogether =
      classes()
          .that()
          .resideInAPackage("demitasse.kernel")
          .should()
          .haveNameMatching("demitasse\\.kernel\\.(Main|Kernel|KernelInfo|package-info)")
          .because("each other class has a room; the package-info of each says what happens in it");

  @ArchTest
  static final ArchRule noRoomKnowsTheHall =
      noClasses()
          .that()
          .resideOutsideOfPackage("demitasse.kernel")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("demitasse.kernel")
          .because(
              "the hall puts the rooms together; hand the room what it needs when it is made"
                  + " there");

  @ArchTest static final ArchRule whatOthersUseKnowsNoRoom = knowsOnly("api");

  @ArchTest static final ArchRule theBaseKnowsNoRoom = knowsOnly("base");

  @ArchTest static final ArchRule theProtocolKnowsNoSession = knowsOnly("protocol", "base");

  @ArchTest static final ArchRule theSourceOfCellsStandsAlone = knowsOnly("source", "base");

  @ArchTest static final ArchRule theFunctionsOfCellsKnowTheApi = knowsOnly("cell", "api");

  @ArchTest static final ArchRule renderersKnowTheApi = knowsOnly("renderers", "api");

  @ArchTest
  static final ArchRule magicsKnowTheSessionByTheApi =
      knowsOnly("magic", "api", "base", "classpath", "source");

  @ArchTest
  static final ArchRule theSessionKnowsNoFrontEnd =
      noClasses()
          .that()
          .resideInAPackage("demitasse.kernel.session..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("demitasse.kernel.protocol..", "demitasse.kernel.request..")
          .because(
              "a session runs cells for whoever asks; what it returns is sent in"
                  + " demitasse.kernel.request");

  /** A room that knows itself and these others, and none else. */
  private static ArchRule knowsOnly(String room, String... others) {
    String[] known =
        Stream.concat(Stream.of(room), Arrays.stream(others))
            .map(name -> "demitasse.kernel." + name + "..")
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage("demitasse.kernel." + room + "..")
        .should()
        .dependOnClassesThat(
            OURS.and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(known))))
        .because(
            "%s may know no room but %s: move what it needs there, or hand it over by an interface"
                .formatted(room, others.length == 0 ? "itself" : String.join(", ", others)));
  }
}
