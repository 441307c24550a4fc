package demitasse.kernel.renderers;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import demitasse.kernel.api.RendererProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.internal.chartpart.IChart;

/** Shows a chart as SVG, sharp at any size, with a PNG beside it for where SVG is not shown. */
public final class XChartRenderer implements RendererProvider {
  /** A scatter plot of many points is larger as SVG than a front end likes; the PNG is not. */
  private static final int SVG_BYTES = 1 << 20;

  @Override
  public void register(Renderer renderer) {
    renderer
        .createRegistration(IChart.class)
        .preferring(MIMEType.IMAGE_SVG, MIMEType.IMAGE_PNG)
        .register(XChartRenderer::render);
  }

  private static void render(IChart chart, RenderContext context) {
    context.renderIfRequested(
        MIMEType.TEXT_PLAIN,
        () ->
            chart.getClass().getSimpleName()
                + (chart.getTitle() == null ? "" : " " + chart.getTitle())
                + " ("
                + chart.getWidth()
                + " x "
                + chart.getHeight()
                + ")");
    context.renderIfRequested(
        MIMEType.IMAGE_SVG,
        (type, out) -> {
          byte[] svg = svg(chart);
          if (svg.length <= SVG_BYTES) {
            Images.put(out, type, new String(svg, StandardCharsets.UTF_8), alt(chart));
          }
        });
    context.renderIfRequested(
        MIMEType.IMAGE_PNG,
        (type, out) ->
            Images.put(out, type, Images.png(BitmapEncoder.getBufferedImage(chart)), alt(chart)));
  }

  private static String alt(IChart chart) {
    boolean titled = chart.getTitle() != null && !chart.getTitle().isBlank();
    return titled ? "Chart: " + chart.getTitle() : "";
  }

  private static byte[] svg(IChart chart) {
    VectorGraphics2D graphics = new VectorGraphics2D();
    chart.paint(graphics, chart.getWidth(), chart.getHeight());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      new SVGProcessor()
          .getDocument(graphics.getCommands(), new PageSize(chart.getWidth(), chart.getHeight()))
          .writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
