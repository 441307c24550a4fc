package demitasse.kernel.streams;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Writes to a descriptor of this process as it is, without opening it anew: the system refuses that
 * for a socket, as a service's output often is, and for a file or a pipe of another user, as the
 * output of a container or of a hub is.
 */
final class DescriptorStream extends OutputStream {
  private final Function write;
  private final int descriptor;

  DescriptorStream(NativeLibrary c, int descriptor) {
    this.write = c.getFunction("write");
    this.descriptor = descriptor;
  }

  @Override
  public void write(int single) throws IOException {
    write(new byte[] {(byte) single}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    byte[] rest = Arrays.copyOfRange(bytes, offset, offset + length);
    while (rest.length > 0) {
      Object[] arguments = {descriptor, rest, new NativeLong(rest.length)};
      int written = ((NativeLong) write.invoke(NativeLong.class, arguments)).intValue();
      if (written < 0) {
        throw new IOException("descriptor " + descriptor + " takes no more");
      }
      rest = Arrays.copyOfRange(rest, written, rest.length);
    }
  }
}
