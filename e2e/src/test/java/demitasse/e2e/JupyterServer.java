package demitasse.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openqa.selenium.json.Json;

/** A Jupyter server with the chapters. */
final class JupyterServer implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);

  private final Process process;
  private final FrontEnd.Kind kind;
  private final String address;
  private final String token = UUID.randomUUID().toString();
  private final Path folder;
  private final Path log;

  private JupyterServer(
      FrontEnd.Kind kind, Path root, Path folder, List<String> starting, Map<String, String> given)
      throws IOException {
    this.kind = kind;
    this.folder = folder;
    Path files = Files.createDirectories(root.resolve("target/e2e"));
    String name = folder.getFileName().toString();
    log = files.resolve(name + "-server.log");
    int port = freePort();
    address = "http://127.0.0.1:" + port;
    List<String> command = new ArrayList<>(starting);
    command.addAll(List.of("--no-browser", "--ip=127.0.0.1", "--port=" + port));
    if (kind.hasPartsOfLab()) {
      command.addAll(List.of("--expose-app-in-browser", "--IdentityProvider.token=" + token));
    } else {
      command.add("--NotebookApp.token=" + token);
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    // Not the settings of whoever runs this.
    Path settings = Files.createDirectories(files.resolve(name + "-settings"));
    builder.environment().put("JUPYTERLAB_SETTINGS_DIR", settings.toString());
    builder.environment().putAll(given);
    process = builder.start();
  }

  /** Returns the front end that {@code ./demitasse e2e} has chosen. */
  static FrontEnd.Kind installed() {
    if (!"notebook".equals(System.getenv("DEMITASSE_FRONTEND"))) {
      return FrontEnd.Kind.LAB;
    }
    try {
      Process process = new ProcessBuilder(jupyter(), "notebook", "--version").start();
      String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return version.startsWith("6.") ? FrontEnd.Kind.CLASSIC : FrontEnd.Kind.NOTEBOOK;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String jupyter() {
    return System.getenv().getOrDefault("DEMITASSE_JUPYTER", "jupyter");
  }

  /** Starts one on a copy of the chapters, so that stepping through them changes none. */
  static JupyterServer start(FrontEnd.Kind kind, Path root, String profile) {
    String frontEnd = kind == FrontEnd.Kind.LAB ? "lab" : "notebook";
    Path defaults = root.resolve("binder/jupyter");
    Map<String, String> environment =
        Map.of(
            "DEMITASSE_PROFILE",
            profile,
            "JUPYTER_CONFIG_PATH",
            defaults.toString(),
            "JUPYTER_PATH",
            root.resolve(".demitasse/share/jupyter") + File.pathSeparator + defaults);
    try {
      // Inside the project, from where the library finds its data, and as deep as the notebooks'
      // links expect.
      Path folder = copy(root.resolve("notebooks"), root.resolve("target/e2e/" + profile));
      var command = List.of(jupyter(), frontEnd, "--allow-root");
      return awaited(new JupyterServer(kind, root, folder, command, environment));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts one as a learner does. */
  static JupyterServer ofLauncher(Path root) {
    var command = List.of(root.resolve("demitasse").toString(), "lab");
    Path workspaces = root.resolve("target/e2e/workspaces-" + UUID.randomUUID());
    try {
      return awaited(
          new JupyterServer(
              FrontEnd.Kind.LAB,
              root,
              root,
              command,
              Map.of("JUPYTERLAB_WORKSPACES_DIR", workspaces.toString())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JupyterServer awaited(JupyterServer server) throws IOException {
    server.awaitAnswer();
    return server;
  }

  /** Returns the address that Jupyter tells to open. */
  String start() {
    return address + "/?token=" + token;
  }

  /** Writes a notebook of these cells beside the chapters, and returns where it opens. */
  String notebook(String file, List<String> cells) {
    String notebook =
        """
        {"cells": [%s], "nbformat": 4, "nbformat_minor": 5, "metadata":
         {"kernelspec": {"name": "java", "display_name": "Java", "language": "java"}}}
        """
            .formatted(cells.stream().map(JupyterServer::cell).collect(Collectors.joining(",\n")));
    try {
      Files.writeString(folder.resolve(file), notebook);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return chapter(file);
  }

  private static String cell(String source) {
    return """
        {"cell_type": "code", "id": "%s", "metadata": {}, "outputs": [], "execution_count": null,
         "source": %s}"""
        .formatted(UUID.randomUUID(), new Json().toJson(source));
  }

  /** Returns the code of a cell of a chapter. */
  String source(String chapter, String id) {
    try {
      Map<String, Object> notebook =
          new Json().toType(Files.readString(folder.resolve(chapter)), Json.MAP_TYPE);
      return ((List<?>) notebook.get("cells"))
          .stream()
              .map(cell -> (Map<?, ?>) cell)
              .filter(cell -> id.equals(cell.get("id")))
              .map(cell -> ((List<?>) cell.get("source")))
              .map(lines -> lines.stream().map(String::valueOf).collect(Collectors.joining()))
              .findFirst()
              .orElseThrow();
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

  /** Ends the kernels; the server stays, and the next front end gets new ones. */
  void endKernels() {
    try {
      for (String id : ask("GET", "/api/kernels").split("\"id\": ?\"")) {
        if (id.matches("(?s)[0-9a-f-]{36}\".*")) {
          ask("DELETE", "/api/kernels/" + id.substring(0, 36));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private String ask(String method, String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .header("Authorization", "token " + token)
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
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
