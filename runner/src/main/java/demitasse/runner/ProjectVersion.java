package demitasse.runner;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar was built as. */
final class ProjectVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Demitasse.class.getPackage().getImplementationVersion();
    return new String[] {"demitasse " + (version == null ? "(not from a jar)" : version)};
  }
}
