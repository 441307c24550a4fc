package demitasse;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/**
 * The arrows of the library. Between modules, Maven holds them; what lies within one, and what a
 * module must not bring along, is held here.
 */
@AnalyzeClasses(packages = "demitasse", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule noPackageIsInACircle =
      slices()
          .matching("demitasse.(**)")
          .should()
          .beFreeOfCycles()
          .because(
              "what is in a circle cannot be read, tested or taken along alone: move what"
                  + " both need into a package below them");

  @ArchTest
  static final ArchRule whatDataIsMadeOfDoesNotKnowTheSets =
      noClasses()
          .that()
          .resideInAPackage("demitasse.data.*..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("demitasse.data")
          .because("the sets are put together from these parts, which stand below them");

  @ArchTest
  static final ArchRule dataKnowsNoModels =
      noClasses()
          .that()
          .resideInAPackage("demitasse.data..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("demitasse.layer..", "demitasse.train..", "demitasse.model..")
          .because("data can be used without a model; what needs both belongs to train or above");

  @ArchTest
  static final ArchRule modelsStandAboveTrainingAndTrainingAboveLayers =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("model")
          .definedBy("demitasse.model..")
          .layer("train")
          .definedBy("demitasse.train..")
          .layer("layer")
          .definedBy("demitasse.layer..")
          .whereLayer("model")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("train")
          .mayOnlyBeAccessedByLayers("model")
          .whereLayer("layer")
          .mayOnlyBeAccessedByLayers("model", "train")
          .because("one reads from model down to train and layer, and never back");

  @ArchTest
  static final ArchRule layersKnowNoTraining =
      noClasses()
          .that()
          .resideInAPackage("demitasse.layer..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("demitasse.train..", "demitasse.model..")
          .because("a layer computes, whoever trains it; what needs both belongs to train");

  @ArchTest
  static final ArchRule trainingKnowsNoModels =
      noClasses()
          .that()
          .resideInAPackage("demitasse.train..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("demitasse.model..")
          .because(
              "a model is trained by what stands below it; hand the training what it needs"
                  + " of the model");

  @ArchTest
  static final ArchRule theEngineRoomKnowsNobody =
      noClasses()
          .that()
          .resideInAnyPackage("demitasse.engine..", "demitasse.numeric..", "demitasse.progress..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "demitasse.data..",
              "demitasse.layer..",
              "demitasse.train..",
              "demitasse.model..",
              "demitasse.cluster..",
              "demitasse.embed..")
          .because(
              "everything stands on these rooms; what needs more belongs to the room that it"
                  + " needs");

  @ArchTest
  static final ArchRule clustersAndMapsTravelLight =
      noClasses()
          .that()
          .resideInAnyPackage(
              "demitasse.cluster..",
              "demitasse.embed..",
              "demitasse.numeric..",
              "demitasse.progress..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "ai.djl..", "com.sun.jna..", "org.tribuo..", "org.slf4j..", "tech.tablesaw..")
          .because("programs use k-means and t-SNE without an engine, a native library or a table");

  @ArchTest
  static final ArchRule picturesKnowNoTraining =
      noClasses()
          .that()
          .resideInAPackage("demitasse.plot..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("demitasse.train..", "demitasse.inspect..", "demitasse.notebook..")
          .because("a plot draws arrays and tables, wherever they come from; hand it those");

  /** What has options is an object that `of` begins and `image` draws. */
  @ArchTest
  static final ArchRule ofMakesWhatItsClassSays =
      methods()
          .that()
          .haveName("of")
          .and()
          .arePublic()
          .and()
          .areDeclaredInClassesThat()
          .resideInAnyPackage("demitasse.plot..", "demitasse.inspect..")
          .should(returnTheirOwnClass())
          .because("readers expect it: of() begins what has options, and image() draws");

  private static ArchCondition<JavaMethod> returnTheirOwnClass() {
    return new ArchCondition<>("return their own class") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        boolean own = method.getRawReturnType().equals(method.getOwner());
        events.add(
            new SimpleConditionEvent(
                method,
                own,
                method.getFullName() + " returns another class: name it after what it returns"));
      }
    };
  }

  @ArchTest
  static final ArchRule onlyDownloadsUseTheNetwork =
      noClasses()
          .that()
          .resideOutsideOfPackage("demitasse.data.download..")
          .should()
          .dependOnClassesThat()
          .haveNameMatching("java\\.net\\.(http\\..*|.*URLConnection|Socket)")
          .because("what comes from outside is checked in one place, demitasse.data.download");

  @ArchTest
  static final ArchRule aLibraryEndsNoProcess =
      noClasses()
          .should()
          .callMethod(System.class, "exit", int.class)
          .because("the process is the user's: throw an exception that says what is wrong");
}
