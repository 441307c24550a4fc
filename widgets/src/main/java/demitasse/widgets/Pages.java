package demitasse.widgets;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A widget whose children are pages, of which at most one is selected. */
public abstract class Pages extends Widget {
  private static final String SELECTED = "selected_index";

  Pages(Spec spec) {
    super(spec);
  }

  /** Sets the pages; a selection that is no longer there moves to one that is, or to none. */
  void setPages(List<Widget> pages) {
    Map<String, Object> changes = new LinkedHashMap<>();
    changes.put("children", pages);
    changes.put(SELECTED, selected((Integer) valueOf(SELECTED), pages == null ? 0 : pages.size()));
    setAll(changes);
  }

  /** Returns which of so many pages is selected; null for none. */
  Integer selected(Integer before, int count) {
    return before == null || before >= count ? null : before;
  }
}
