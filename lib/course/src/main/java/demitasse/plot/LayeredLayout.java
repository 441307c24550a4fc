package demitasse.plot;

import com.mxgraph.layout.hierarchical.mxHierarchicalLayout;
import com.mxgraph.model.mxGeometry;
import com.mxgraph.util.mxPoint;
import com.mxgraph.view.mxGraph;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * Where boxes stand and arrows run, so that all arrows point downwards and few cross.
 *
 * <p>Sugiyama, Tagawa and Toda: Methods for visual understanding of hierarchical system structures,
 * IEEE Transactions on Systems, Man, and Cybernetics 11, 1981.
 *
 * @param boxes in the order in which they were given
 * @param arrows the points of each arrow from the box where it begins to the one where it ends
 */
record LayeredLayout(List<Rectangle2D> boxes, List<List<Point2D>> arrows) {
  private static final int BETWEEN_LAYERS = 26;
  private static final int BETWEEN_BOXES = 36;

  /** An arrow, by the places of its boxes in the list. */
  record Arrow(int from, int to) {}

  /**
   * Lays out.
   *
   * @param widths of the boxes
   * @param height of each box
   */
  static LayeredLayout of(List<Integer> widths, int height, List<Arrow> arrows) {
    var graph = new mxGraph();
    Object parent = graph.getDefaultParent();
    // Boxes of one width come to stand straight above one another.
    int widest = widths.stream().mapToInt(Integer::intValue).max().orElseThrow();
    List<Object> cells = new ArrayList<>();
    for (int i = 0; i < widths.size(); i++) {
      cells.add(graph.insertVertex(parent, null, null, 0, 0, widest, height));
    }
    List<Object> edges = new ArrayList<>();
    for (Arrow arrow : arrows) {
      Object from = cells.get(arrow.from());
      edges.add(graph.insertEdge(parent, null, null, from, cells.get(arrow.to())));
    }
    var layout = new mxHierarchicalLayout(graph);
    layout.setInterRankCellSpacing(BETWEEN_LAYERS);
    layout.setIntraCellSpacing(BETWEEN_BOXES);
    layout.execute(parent);

    List<Rectangle2D> boxes = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      mxGeometry at = graph.getCellGeometry(cells.get(i));
      double left = at.getCenterX() - widths.get(i) / 2.0;
      boxes.add(new Rectangle2D.Double(left, at.getY(), widths.get(i), height));
    }
    straighten(boxes, arrows);
    List<List<Point2D>> paths = new ArrayList<>();
    for (int i = 0; i < edges.size(); i++) {
      Rectangle2D from = boxes.get(arrows.get(i).from());
      Rectangle2D to = boxes.get(arrows.get(i).to());
      List<Point2D> path = new ArrayList<>();
      path.add(new Point2D.Double(from.getCenterX(), from.getMaxY()));
      List<mxPoint> bends = graph.getCellGeometry(edges.get(i)).getPoints();
      boolean passesOthers = to.getY() - from.getMaxY() > 2 * BETWEEN_LAYERS;
      if (bends != null && passesOthers) {
        bends.forEach(bend -> path.add(new Point2D.Double(bend.getX(), bend.getY())));
      }
      path.add(new Point2D.Double(to.getCenterX(), to.getY()));
      paths.add(path);
    }
    return new LayeredLayout(boxes, paths);
  }

  /**
   * Puts a box that is alone behind another right below it, if there is room: the layout lets the
   * boxes of a branch lean to where the branches meet.
   */
  private static void straighten(List<Rectangle2D> boxes, List<Arrow> arrows) {
    int[] out = new int[boxes.size()];
    int[] in = new int[boxes.size()];
    for (Arrow arrow : arrows) {
      out[arrow.from()]++;
      in[arrow.to()]++;
    }
    for (Arrow arrow : arrows) {
      if (out[arrow.from()] == 1 && in[arrow.to()] == 1) {
        Rectangle2D box = boxes.get(arrow.to());
        double left = boxes.get(arrow.from()).getCenterX() - box.getWidth() / 2;
        var there = new Rectangle2D.Double(left, box.getY(), box.getWidth(), box.getHeight());
        if (boxes.stream().noneMatch(other -> other != box && other.intersects(there))) {
          boxes.set(arrow.to(), there);
        }
      }
    }
  }

  /** Returns the smallest rectangle around everything. */
  Rectangle2D bounds() {
    Rectangle2D bounds = (Rectangle2D) boxes.get(0).clone();
    boxes.forEach(bounds::add);
    arrows.forEach(arrow -> arrow.forEach(bounds::add));
    return bounds;
  }
}
