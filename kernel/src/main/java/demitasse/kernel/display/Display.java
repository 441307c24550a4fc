package demitasse.kernel.display;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import demitasse.kernel.api.Notebooks;
import demitasse.kernel.api.RendererProvider;
import demitasse.kernel.base.Json;
import demitasse.kernel.base.Shortened;
import demitasse.kernel.protocol.Publisher;
import demitasse.kernel.source.CellPlaces;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.common.Text;
import org.dflib.jjava.jupyter.kernel.display.common.Url;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/** Turns values into what a front end can show, and shows them. */
public final class Display {
  private static final Gson GSON = new Gson();

  /** A longer markup is repeated as plain text only by its beginning. */
  private static final int LONGEST_TWIN = 2_000;

  private static final int BEGINNING = 200;

  private final Publisher publisher;
  private final URLClassLoader classes;
  private final Renderer renderer = new WithTexts();
  private final URL[] renderers;
  private final Set<String> registered = new HashSet<>();
  private int classPathLength = -1;

  public Display(Publisher publisher, URLClassLoader classes, URL[] renderers) {
    this.publisher = publisher;
    this.classes = classes;
    this.renderers = renderers;
    Text.registerAll(renderer);
    Url.registerAll(renderer);
  }

  /** Gives everything a text to be shown as, unless its own renderer has. */
  private static final class WithTexts extends Renderer {
    @Override
    protected DisplayData finalizeDisplayData(DisplayData data, Object value) {
      if (value.getClass().isArray() && !data.hasDataForType(MIMEType.TEXT_PLAIN)) {
        data.putText(Arrays.text(value));
      }
      DisplayData whole = super.finalizeDisplayData(data, value);
      if (whole.getData(MIMEType.TEXT_PLAIN) == null) {
        whole.putText("null"); // what its own toString returns
      }
      return whole;
    }
  }

  public Renderer renderer() {
    findProviders(); // what a cell registers comes after them, and counts
    return renderer;
  }

  public DisplayData render(Object value) {
    if (value instanceof DisplayData data) {
      return data;
    }
    if (value == null) {
      return new DisplayData("null");
    }
    if (!isPlain(value)) {
      findProviders();
    }
    return renderer.render(value, new LinkedHashMap<>());
  }

  /** Numbers and texts need no library: a first cell such as 1 + 1 does not wait for them all. */
  private static boolean isPlain(Object value) {
    return value.getClass().getPackageName().equals("java.lang");
  }

  public DisplayData renderAs(Object value, String... types) {
    if (value == null) {
      return new DisplayData("null");
    }
    findProviders();
    return renderer.renderAs(value, new LinkedHashMap<>(), types);
  }

  /** Asks the libraries on the class path for their renderers, if it has grown since. */
  public synchronized void findProviders() {
    if (classes.getURLs().length == classPathLength) {
      return;
    }
    classPathLength = classes.getURLs().length;
    // The kernel's own jar of renderers gets a new loader each time: a class that was linked while
    // its library was missing stays broken even after the library has come.
    ClassLoader loader = new URLClassLoader(renderers, classes);
    Iterator<ServiceLoader.Provider<RendererProvider>> providers =
        ServiceLoader.load(RendererProvider.class, loader).stream().iterator();
    while (true) {
      try {
        if (!providers.hasNext()) {
          return;
        }
        ServiceLoader.Provider<RendererProvider> provider = providers.next();
        String name = provider.type().getName();
        if (!registered.contains(name)) {
          provider.get().register(renderer);
          registered.add(name);
        }
      } catch (LinkageError | ServiceConfigurationError e) {
        // Its library is not on the class path, or not yet.
      }
    }
  }

  public void publish(String type, DisplayData data) {
    publisher.show(type, content(data));
  }

  public void clearOutput(boolean wait) {
    JsonObject content = new JsonObject();
    content.addProperty("wait", wait);
    publisher.show("clear_output", content);
  }

  /** The content of a display message: data, metadata and transient. */
  public static JsonObject content(DisplayData data) {
    JsonObject content = GSON.toJsonTree(data).getAsJsonObject();
    for (String part : new String[] {"data", "metadata", "transient"}) {
      content.add(part, Json.object(content, part));
    }
    JsonObject forms = content.getAsJsonObject("data");
    for (String type : List.of("text/plain", "text/html", "text/markdown")) {
      String text = Json.string(forms, type, "");
      // Object.toString names the class, and JShell's around it.
      if (text.contains(CellPlaces.WRAPPERS)) {
        forms.addProperty(type, Notebooks.running().readable(text));
      }
    }
    shortenTwin(forms);
    return content;
  }

  /** A saved notebook would hold a whole page twice where its markup is its plain text, too. */
  private static void shortenTwin(JsonObject forms) {
    String plain = Json.string(forms, "text/plain", "");
    if (plain.length() > LONGEST_TWIN
        && (plain.equals(Json.string(forms, "text/html", ""))
            || plain.equals(Json.string(forms, "image/svg+xml", "")))) {
      forms.addProperty("text/plain", Shortened.of(plain, BEGINNING));
    }
  }
}
