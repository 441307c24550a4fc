package demitasse.kernel.classpath;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.tools.JavaFileObject;

/**
 * The classes in the image of the JDK, package by package.
 *
 * <p>For each file of a package the JDK's own file manager reads attributes, and makes a regular
 * expression anew to find the class's name: of the 21 MB that the first cell allocated these were
 * 7. And each of the compiler's contexts asks once more, which gets what is known already: an image
 * does not change.
 */
final class JdkClasses {
  private static final String IMAGE = "jrt";

  private final Map<Path, List<JavaFileObject>> known = new ConcurrentHashMap<>();

  /** Tells whether these folders are in the image. */
  static boolean haveAll(Iterable<? extends Path> folders) {
    for (Path folder : folders) {
      if (!folder.getFileSystem().provider().getScheme().equals(IMAGE)) {
        return false;
      }
    }
    return true;
  }

  /** Returns the class files of a package in a module's folders. */
  List<JavaFileObject> list(Iterable<? extends Path> folders, String packageName)
      throws IOException {
    List<JavaFileObject> files = new ArrayList<>();
    for (Path folder : folders) {
      Path inFolder = folder.resolve(packageName.replace('.', '/'));
      List<JavaFileObject> found = known.get(inFolder);
      if (found == null) {
        found = Files.isDirectory(inFolder) ? read(inFolder, packageName) : List.of();
        known.put(inFolder, found);
      }
      files.addAll(found);
    }
    return files;
  }

  private static List<JavaFileObject> read(Path folder, String packageName) throws IOException {
    List<JavaFileObject> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path file : entries) {
        String name = file.getFileName().toString();
        if (name.endsWith(ClassFile.SUFFIX)) {
          files.add(
              new ClassFile(
                  file::toUri,
                  ClassFile.binaryName(packageName, ClassFile.withoutSuffix(name)),
                  () -> Files.newInputStream(file)));
        }
      }
    }
    return List.copyOf(files);
  }
}
