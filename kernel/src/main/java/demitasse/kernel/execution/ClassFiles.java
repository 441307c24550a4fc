package demitasse.kernel.execution;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Map;

/** Shows the class files of cells to libraries that read them, as they would those of a jar. */
final class ClassFiles {
  private static final String ENDING = ".class";

  private ClassFiles() {}

  /**
   * Returns where to read a class file.
   *
   * @param resource its name as a resource
   * @param files the class files by the names of their classes
   * @return null if it is not among them
   */
  static URL url(String resource, Map<String, byte[]> files) {
    if (files.isEmpty() || !resource.endsWith(ENDING)) {
      return null;
    }
    String path = resource.substring(0, resource.length() - ENDING.length());
    byte[] file = files.get(path.replace('/', '.'));
    try {
      return file == null ? null : new URL("cell", "", -1, "/" + resource, new Handler(file));
    } catch (MalformedURLException e) {
      throw new IllegalStateException("a URL with a handler needs no known protocol", e);
    }
  }

  private static final class Handler extends URLStreamHandler {
    private final byte[] file;

    Handler(byte[] file) {
      this.file = file;
    }

    @Override
    protected URLConnection openConnection(URL url) {
      return new URLConnection(url) {
        @Override
        public void connect() {
          connected = true;
        }

        @Override
        public long getContentLengthLong() {
          return file.length;
        }

        @Override
        public InputStream getInputStream() {
          return new ByteArrayInputStream(file);
        }
      };
    }
  }
}
