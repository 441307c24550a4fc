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
    description = "Fetches what is missing of the data sets, and verifies all files by their sums.")
final class DataCommand implements Callable<Integer> {
  @Parameters(arity = "0..*", paramLabel = "SET", description = "mnist, cifar100; all if none")
  private List<String> sets = List.of();

  @Override
  public Integer call() {
    Inventory inventory = Inventory.of(sets);
    System.out.println(inventory.files().printAll());
    inventory.problems().forEach(System.out::println);
    return inventory.problems().isEmpty() ? 0 : 1;
  }
}
