package demitasse.kernel.classpath;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.function.Supplier;
import javax.tools.SimpleJavaFileObject;

/** A class file; the interface of the compiler wants more than anybody asks for. */
final class ClassFile extends SimpleJavaFileObject {
  static final String SUFFIX = ".class";
  private static final URI UNNAMED = URI.create("class:/");

  private final Supplier<URI> place;
  private final String binaryName;
  private final Opener opener;

  interface Opener {
    InputStream open() throws IOException;
  }

  /**
   * Names a class file.
   *
   * @param place where it is; asked only in errors, since a package has hundreds of class files and
   *     to make a URI takes longer than all else here
   */
  ClassFile(Supplier<URI> place, String binaryName, Opener opener) {
    super(UNNAMED, Kind.CLASS);
    this.place = place;
    this.binaryName = binaryName;
    this.opener = opener;
  }

  /** Returns the name of the class in the file of this name. */
  static String withoutSuffix(String name) {
    return name.substring(0, name.length() - SUFFIX.length());
  }

  /** Returns the name in full of the class of this name in a package. */
  static String binaryName(String packageName, String name) {
    return packageName.isEmpty() ? name : packageName + "." + name;
  }

  String binaryName() {
    return binaryName;
  }

  @Override
  public URI toUri() {
    return place.get();
  }

  @Override
  public String getName() {
    return toUri().getPath();
  }

  @Override
  public InputStream openInputStream() throws IOException {
    return opener.open();
  }
}
