package demitasse.kernel.classpath;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.model.Dependency;
import org.apache.maven.model.Model;
import org.apache.maven.model.Parent;
import org.apache.maven.model.Repository;
import org.apache.maven.model.building.DefaultModelBuilderFactory;
import org.apache.maven.model.building.DefaultModelBuildingRequest;
import org.apache.maven.model.building.FileModelSource;
import org.apache.maven.model.building.ModelBuildingException;
import org.apache.maven.model.building.ModelBuildingRequest;
import org.apache.maven.model.building.ModelProblem;
import org.apache.maven.model.building.ModelSource2;
import org.apache.maven.model.resolution.ModelResolver;
import org.apache.maven.model.resolution.UnresolvableModelException;
import org.apache.maven.repository.internal.MavenRepositorySystemUtils;
import org.apache.maven.settings.Mirror;
import org.apache.maven.settings.Profile;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.DefaultSettingsBuilderFactory;
import org.apache.maven.settings.building.DefaultSettingsBuildingRequest;
import org.apache.maven.settings.building.SettingsBuildingException;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Exclusion;
import org.eclipse.aether.repository.LocalRepository;
import org.eclipse.aether.repository.LocalRepositoryManager;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;
import org.eclipse.aether.util.repository.AuthenticationBuilder;
import org.eclipse.aether.util.repository.ChainedLocalRepositoryManager;
import org.eclipse.aether.util.repository.DefaultAuthenticationSelector;
import org.eclipse.aether.util.repository.DefaultMirrorSelector;
import org.eclipse.aether.util.repository.DefaultProxySelector;

/**
 * Finds libraries as Maven does: with its resolver, its settings (mirrors, proxies, servers,
 * offline) and its local repository, so that what any build has once fetched is there without a
 * network. As in Maven, {@code -Dmaven.repo.local.tail} names more such folders.
 */
public final class MavenResolver {
  private static final String TAILS = "maven.repo.local.tail";

  private final RepositorySystem system = new RepositorySystemSupplier().get();
  private final DefaultRepositorySystemSession session = MavenRepositorySystemUtils.newSession();
  private final Map<String, RemoteRepository> repositories = new LinkedHashMap<>();

  /** Creates a resolver with the settings of Maven. */
  public MavenResolver() throws SettingsBuildingException, IOException {
    this(settings(), Optional.empty());
  }

  /**
   * Returns a resolver that copies all that it reads: libraries, and the POMs that name them.
   *
   * @param folder where to; it gets the layout of a local repository
   */
  public static MavenResolver copyingInto(Path folder)
      throws SettingsBuildingException, IOException {
    return new MavenResolver(settings(), Optional.of(folder));
  }

  private MavenResolver(Settings settings, Optional<Path> copies) throws IOException {
    Path local =
        settings.getLocalRepository() == null
            ? Path.of(System.getProperty("user.home"), ".m2", "repository")
            : Path.of(settings.getLocalRepository());
    session.setLocalRepositoryManager(
        copies.isPresent() ? localRepository(copies.get()) : withTails(localRepository(local)));
    session.setOffline(
        settings.isOffline() || Boolean.parseBoolean(System.getenv("DEMITASSE_OFFLINE")));
    session.setConfigProperty("aether.offline.protocols", "file"); // a folder is no network
    if (copies.isPresent()) {
      String id = "local";
      // Added directly: no mirror of the settings may stand in for it.
      repositories.put(
          id, new RemoteRepository.Builder(id, "default", local.toUri().toString()).build());
    }
    session.setSystemProperties(System.getProperties());
    select(settings);
    // Where Maven looks by default stands in the model that every POM inherits.
    add(model(new Text(PomFragment.wholePom(""))).getRepositories());
    addRepositoriesOf(settings);
  }

  private LocalRepositoryManager localRepository(Path folder) {
    return system.newLocalRepositoryManager(session, new LocalRepository(folder.toFile()));
  }

  /** Adds the folders that Maven's own property names: they are read last, and not copied from. */
  private LocalRepositoryManager withTails(LocalRepositoryManager head) {
    List<LocalRepositoryManager> tails =
        Stream.of(System.getProperty(TAILS, "").split(","))
            .filter(folder -> !folder.isBlank())
            .map(folder -> localRepository(Path.of(folder.strip())))
            .toList();
    return tails.isEmpty() ? head : new ChainedLocalRepositoryManager(head, tails, true);
  }

  /** Adds the repositories of the profiles that are active in the settings. */
  private void addRepositoriesOf(Settings settings) {
    for (Profile profile : settings.getProfiles()) {
      if (settings.getActiveProfiles().contains(profile.getId())
          || profile.getActivation() != null && profile.getActivation().isActiveByDefault()) {
        profile
            .getRepositories()
            .forEach(repository -> addRepository(repository.getId(), repository.getUrl()));
      }
    }
  }

  private static Settings settings() throws SettingsBuildingException {
    DefaultSettingsBuildingRequest request = new DefaultSettingsBuildingRequest();
    request.setSystemProperties(System.getProperties());
    request.setUserSettingsFile(
        Path.of(System.getProperty("user.home"), ".m2", "settings.xml").toFile());
    request.setGlobalSettingsFile(globalSettings());
    return new DefaultSettingsBuilderFactory().newInstance().build(request).getEffectiveSettings();
  }

  /** The settings of the Maven on the PATH, or of MAVEN_HOME; null if there is none. */
  private static File globalSettings() {
    String home = System.getenv("MAVEN_HOME");
    if (home != null) {
      return Path.of(home, "conf", "settings.xml").toFile();
    }
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
      Path mvn = Path.of(folder, "mvn");
      if (Files.isExecutable(mvn)) {
        try {
          return mvn.toRealPath().getParent().resolveSibling("conf/settings.xml").toFile();
        } catch (IOException e) {
          return null;
        }
      }
    }
    return null;
  }

  private void select(Settings settings) {
    DefaultMirrorSelector mirrors = new DefaultMirrorSelector();
    for (Mirror mirror : settings.getMirrors()) {
      mirrors.add(
          mirror.getId(),
          mirror.getUrl(),
          mirror.getLayout(),
          false,
          mirror.isBlocked(),
          mirror.getMirrorOf(),
          mirror.getMirrorOfLayouts());
    }
    session.setMirrorSelector(mirrors);
    DefaultProxySelector proxies = new DefaultProxySelector();
    for (Proxy proxy : settings.getProxies()) {
      if (proxy.isActive()) {
        proxies.add(
            new org.eclipse.aether.repository.Proxy(
                proxy.getProtocol(),
                proxy.getHost(),
                proxy.getPort(),
                new AuthenticationBuilder()
                    .addUsername(proxy.getUsername())
                    .addPassword(proxy.getPassword())
                    .build()),
            proxy.getNonProxyHosts());
      }
    }
    session.setProxySelector(proxies);
    DefaultAuthenticationSelector servers = new DefaultAuthenticationSelector();
    for (Server server : settings.getServers()) {
      servers.add(
          server.getId(),
          new AuthenticationBuilder()
              .addUsername(server.getUsername())
              .addPassword(server.getPassword())
              .addPrivateKey(server.getPrivateKey(), server.getPassphrase())
              .build());
    }
    session.setAuthenticationSelector(servers);
  }

  /** Looks in one more repository from now on: under a URL, or in a folder. */
  public void addRepository(String id, String url) {
    String address = url.contains(":/") ? url : Path.of(url).toAbsolutePath().toUri().toString();
    RemoteRepository plain = new RemoteRepository.Builder(id, "default", address).build();
    system
        .newResolutionRepositories(session, List.of(plain))
        .forEach(repository -> repositories.put(id, repository));
  }

  private void add(List<Repository> found) {
    found.forEach(repository -> addRepository(repository.getId(), repository.getUrl()));
  }

  /** Returns the addresses of the repositories by their ids. */
  public Map<String, String> repositories() {
    Map<String, String> addresses = new LinkedHashMap<>();
    repositories.forEach((id, repository) -> addresses.put(id, repository.getUrl()));
    return addresses;
  }

  /**
   * Finds libraries and all that they need.
   *
   * @param coordinates each {@code group:artifact[:type[:classifier]]:version}
   */
  public Found resolve(List<String> coordinates) throws IOException {
    CollectRequest request = new CollectRequest();
    for (String coordinate : coordinates) {
      request.addDependency(
          new org.eclipse.aether.graph.Dependency(
              Coordinates.parse(coordinate), JavaScopes.COMPILE));
    }
    return resolve(request);
  }

  private Found resolve(CollectRequest request) throws IOException {
    request.setRepositories(List.copyOf(repositories.values()));
    DependencyRequest dependencies =
        new DependencyRequest(request, DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME));
    List<Library> jars = new ArrayList<>();
    for (ArtifactResult result : artifacts(dependencies)) {
      Artifact artifact = result.getArtifact();
      if (artifact.getExtension().equals("jar")) {
        jars.add(
            new Library(
                artifact.getGroupId(),
                artifact.getArtifactId(),
                artifact.getClassifier(),
                artifact.getVersion(),
                artifact.getFile().toPath()));
      }
    }
    Set<String> wanted = new HashSet<>();
    request
        .getDependencies()
        .forEach(
            dependency ->
                wanted.add(
                    dependency.getArtifact().getGroupId()
                        + ":"
                        + dependency.getArtifact().getArtifactId()));
    return new Found(jars, wanted, List.of());
  }

  /** Its exceptions say the same thing three times over: here once. */
  private List<ArtifactResult> artifacts(DependencyRequest request) throws IOException {
    try {
      return system.resolveDependencies(session, request).getArtifactResults();
    } catch (DependencyResolutionException e) {
      StringBuilder message = new StringBuilder(e.getMessage());
      for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
        if (cause.getMessage() != null && message.indexOf(cause.getMessage()) < 0) {
          message.append(": ").append(cause.getMessage());
        }
      }
      throw new IOException(message.toString());
    }
  }

  /**
   * What Maven has found.
   *
   * @param libraries the jars
   * @param wanted those that were named themselves, as {@code group:artifact}
   * @param others files that a POM names by their paths
   */
  public record Found(List<Library> libraries, Set<String> wanted, List<Path> others) {}

  /** Finds the libraries that a POM names, in the scopes given, and all that they need. */
  public Found resolvePom(Path pom, Set<String> scopes) throws IOException {
    return resolve(model(new FileModelSource(pom.toFile())), scopes);
  }

  /** Finds the libraries that part of a POM names, in the scopes given, and all that they need. */
  public Found resolvePom(String xml, Set<String> scopes) throws IOException {
    Model model = model(new Text(PomFragment.wholePom(xml)));
    if (model.getDependencies().isEmpty() && model.getRepositories().size() <= 1) {
      throw new IllegalArgumentException("there is no <dependency> here");
    }
    return resolve(model, scopes);
  }

  private Found resolve(Model model, Set<String> scopes) throws IOException {
    add(model.getRepositories());
    CollectRequest request = new CollectRequest();
    List<Path> others = new ArrayList<>();
    for (Dependency dependency : model.getDependencies()) {
      if (!scopes.contains(dependency.getScope())) {
        continue;
      }
      if (dependency.getSystemPath() != null) {
        others.add(Path.of(dependency.getSystemPath()));
      } else {
        request.addDependency(convert(dependency));
      }
    }
    if (model.getDependencyManagement() != null) {
      model
          .getDependencyManagement()
          .getDependencies()
          .forEach(dependency -> request.addManagedDependency(convert(dependency)));
    }
    if (request.getDependencies().isEmpty()) {
      return new Found(List.of(), Set.of(), others);
    }
    Found found = resolve(request);
    return new Found(found.libraries(), found.wanted(), others);
  }

  private static org.eclipse.aether.graph.Dependency convert(Dependency dependency) {
    String type = dependency.getType();
    Artifact artifact =
        new DefaultArtifact(
            dependency.getGroupId(),
            dependency.getArtifactId(),
            dependency.getClassifier(),
            type.equals("test-jar") || type.equals("bundle") ? "jar" : type,
            dependency.getVersion());
    return new org.eclipse.aether.graph.Dependency(
        artifact,
        JavaScopes.COMPILE,
        dependency.isOptional(),
        dependency.getExclusions().stream()
            .map(e -> new Exclusion(e.getGroupId(), e.getArtifactId(), "*", "*"))
            .toList());
  }

  private Model model(ModelSource2 pom) throws IOException {
    DefaultModelBuildingRequest request = new DefaultModelBuildingRequest();
    request.setModelSource(pom);
    if (pom instanceof FileModelSource file) {
      request.setPomFile(file.getFile());
    }
    request.setSystemProperties(System.getProperties());
    request.setValidationLevel(ModelBuildingRequest.VALIDATION_LEVEL_MINIMAL);
    request.setModelResolver(new Parents());
    try {
      return new DefaultModelBuilderFactory().newInstance().build(request).getEffectiveModel();
    } catch (ModelBuildingException e) {
      throw new IOException(
          e.getProblems().stream()
              .map(ModelProblem::getMessage)
              .collect(Collectors.joining("; ", "this POM cannot be used: ", "")));
    }
  }

  /** A POM that stands in a cell. */
  private record Text(String xml) implements ModelSource2 {
    @Override
    public InputStream getInputStream() {
      return new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String getLocation() {
      return "the cell";
    }

    @Override
    public ModelSource2 getRelatedSource(String path) {
      return null;
    }

    @Override
    public URI getLocationURI() {
      return null;
    }
  }

  /** Finds the parents and imported POMs of a POM. */
  private final class Parents implements ModelResolver {
    @Override
    public ModelSource2 resolveModel(String group, String artifact, String version)
        throws UnresolvableModelException {
      ArtifactRequest request =
          new ArtifactRequest(
              new DefaultArtifact(group, artifact, "pom", version),
              List.copyOf(repositories.values()),
              null);
      try {
        return new FileModelSource(
            system.resolveArtifact(session, request).getArtifact().getFile());
      } catch (ArtifactResolutionException e) {
        throw new UnresolvableModelException(e.getMessage(), group, artifact, version, e);
      }
    }

    @Override
    public ModelSource2 resolveModel(Parent parent) throws UnresolvableModelException {
      return resolveModel(parent.getGroupId(), parent.getArtifactId(), parent.getVersion());
    }

    @Override
    public ModelSource2 resolveModel(Dependency dependency) throws UnresolvableModelException {
      return resolveModel(
          dependency.getGroupId(), dependency.getArtifactId(), dependency.getVersion());
    }

    @Override
    public void addRepository(Repository repository) {
      add(List.of(repository));
    }

    @Override
    public void addRepository(Repository repository, boolean replace) {
      add(List.of(repository));
    }

    @Override
    public ModelResolver newCopy() {
      return this;
    }
  }
}
