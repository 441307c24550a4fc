package demitasse.runner;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/**
 * The commands behind {@code ./demitasse}. The script of that name finds or installs what they
 * need, builds, and hands over to here.
 *
 * <p>Exit status: 0 if all went well, 1 if something failed, 2 if the arguments make no sense.
 */
@Command(
    name = "./demitasse",
    synopsisSubcommandLabel = "COMMAND",
    description = "Deep-learning chapters you can step through in Java",
    mixinStandardHelpOptions = true,
    versionProvider = ProjectVersion.class,
    subcommands = {
      LabCommand.class,
      RunCommand.class,
      SparkCommand.class,
      TestCommand.class,
      DataCommand.class,
      KernelCommand.class,
      BenchCommand.class,
      DoctorCommand.class,
      CleanCommand.class,
      SiteCommand.class,
      ReproductionCommand.class,
      QualityCommand.class,
      BrowserCommand.class,
      AssignCommand.class,
      GradeCommand.class,
      PackCommand.class
    })
public final class Demitasse implements Callable<Integer> {
  private Demitasse() {}

  /** Runs a command, and ends the process with its status. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    var line =
        new CommandLine(new Demitasse())
            .setExecutionExceptionHandler(Demitasse::report)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setUsageHelpAutoWidth(true);
    line.registerConverter(Path.class, Demitasse::fromWhereItIsTyped);
    // What follows a benchmark's name is the benchmark's.
    line.getSubcommands().get("bench").setStopAtPositional(true);
    return line;
  }

  /** The script changes to the project's folder; what is typed is meant from another. */
  static Path fromWhereItIsTyped(String path) {
    return Path.of(System.getenv().getOrDefault("DEMITASSE_TYPED_IN", "")).resolve(path);
  }

  @Override
  public Integer call() {
    CommandLine.usage(this, System.out);
    return CommandLine.ExitCode.OK;
  }

  /** What the user can act on is a line; only what cannot be foreseen has a stack trace. */
  private static int report(Exception problem, CommandLine command, ParseResult arguments) {
    PrintWriter err = command.getErr();
    Throwable cause = problem instanceof UncheckedIOException ? problem.getCause() : problem;
    if (cause instanceof IllegalArgumentException) {
      err.println(cause.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
    if (cause instanceof FileSystemException file) {
      String reason = file.getReason() == null ? file.getClass().getSimpleName() : file.getReason();
      // Of a copy, what could not be written is more often the matter than what was read.
      String where = file.getOtherFile() == null ? file.getFile() : file.getOtherFile();
      err.println(where + ": " + reason);
    } else if (cause instanceof IOException) {
      err.println(cause.getMessage());
    } else {
      cause.printStackTrace(err);
    }
    err.flush();
    return CommandLine.ExitCode.SOFTWARE;
  }
}
