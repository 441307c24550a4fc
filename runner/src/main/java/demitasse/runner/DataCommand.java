package demitasse.runner;

import demitasse.data.Inventory;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ./demitasse data [mnist|cifar100]}: fetches or verifies the data sets. */
@Command(
    name = "data",
    mixinStandardHelpOptions = true,
    versionProvider = ProjectVersion.class,
    description = "Fetches what is missing of the data sets, and verifies all files by SHA-256.")
final class DataCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "SET",
      description = "mnist or cifar100; both if not given")
  private List<String> sets = List.of();

  @Override
  public Integer call() {
    Inventory inventory = Inventory.of(sets);
    System.out.println(inventory.files().printAll());
    inventory.problems().forEach(System.out::println);
    return inventory.problems().isEmpty() ? 0 : 1;
  }
}
