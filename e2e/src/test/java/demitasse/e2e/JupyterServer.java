package demitasse.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Jupyter server on a copy of the chapters, so that stepping through them changes none. */
final class JupyterServer implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);

  private final Process process;
  private final FrontEnd.Kind kind;
  private final String address;
  private final String token = UUID.randomUUID().toString();
  private final Path log;

  private JupyterServer(FrontEnd.Kind kind, Path root, String profile) throws IOException {
    this.kind = kind;
    // Inside the project, from where the library finds its data, and as deep as the notebooks'
    // links expect.
    Path folder = copy(root.resolve("notebooks"), root.resolve("target/e2e/" + profile));
    log = folder.resolveSibling(profile + "-server.log");
    int port = freePort();
    address = "http://127.0.0.1:" + port;
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getenv().getOrDefault("DEMITASSE_JUPYTER", "jupyter"),
                kind == FrontEnd.Kind.LAB ? "lab" : "notebook",
                "--no-browser",
                "--ip=127.0.0.1",
                "--port=" + port,
                "--allow-root"));
    if (kind == FrontEnd.Kind.LAB) {
      command.addAll(List.of("--expose-app-in-browser", "--IdentityProvider.token=" + token));
    } else {
      command.add("--NotebookApp.token=" + token);
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("DEMITASSE_PROFILE", profile);
    // The settings of ./demitasse lab, not those of whoever runs this.
    Path settings = Files.createDirectories(folder.resolveSibling(profile + "-settings"));
    Path defaults = root.resolve("binder/jupyter");
    Map<String, String> environment = builder.environment();
    environment.put("JUPYTERLAB_SETTINGS_DIR", settings.toString());
    environment.put("JUPYTER_CONFIG_PATH", defaults.toString());
    environment.put(
        "JUPYTER_PATH", root.resolve(".demitasse/share/jupyter") + File.pathSeparator + defaults);
    process = builder.start();
  }

  static JupyterServer start(FrontEnd.Kind kind, Path root, String profile) {
    try {
      var server = new JupyterServer(kind, root, profile);
      server.awaitAnswer();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns where a chapter opens. */
  String chapter(String file) {
    // A workspace of its own, or JupyterLab would open the tabs of earlier chapters again.
    String path =
        kind == FrontEnd.Kind.LAB
            ? "/lab/workspaces/" + UUID.randomUUID() + "/tree/"
            : "/notebooks/";
    return address + path + file + "?token=" + token;
  }

  private void awaitAnswer() throws IOException {
    Instant end = Instant.now().plus(START);
    while (Instant.now().isBefore(end) && process.isAlive()) {
      try {
        HttpURLConnection connection =
            (HttpURLConnection) URI.create(address + "/api").toURL().openConnection();
        if (connection.getResponseCode() == 200) {
          return;
        }
      } catch (IOException notYet) {
        pause();
      }
    }
    close();
    throw new IllegalStateException("Jupyter does not answer:\n" + Files.readString(log));
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static Path copy(Path notebooks, Path folder) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.list(notebooks)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return folder;
  }

  /** Ends the server and its kernels. */
  @Override
  public void close() {
    List<ProcessHandle> kernels = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kernels.forEach(ProcessHandle::destroyForcibly);
  }
}
