package demitasse.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;

/**
 * A chapter open in a browser. What a learner does goes through the keyboard and the page; only
 * what the page shows of cells that are scrolled away is asked from the front end's own model.
 */
final class FrontEnd implements AutoCloseable {
  /** Jupyter's front ends; Notebook 7 is made of JupyterLab's parts. */
  enum Kind {
    LAB,
    NOTEBOOK,
    CLASSIC;

    boolean hasPartsOfLab() {
      return this != CLASSIC;
    }
  }

  /**
   * A cell as the front end has it.
   *
   * @param prompt {@code *} while it waits or runs, its number afterwards, else empty
   * @param types of its outputs, such as {@code stream}, {@code error}, {@code image/png}
   * @param text of its output
   */
  record Cell(boolean code, String source, String prompt, List<String> types, String text) {}

  /** Where a cell has room for its prompt, right of the bar that folds it. */
  private static final int MARGIN = 30;

  /** An icon is not wider than this many pixels, and half as high. */
  private static final int ICON = 20;

  private static final Duration OPEN = Duration.ofMinutes(3);
  private static final Duration CELL = Duration.ofMinutes(5);

  private final Kind kind;
  private final ChromeDriver browser;
  private final Path screenshots;

  private FrontEnd(Kind kind, ChromeDriver browser, Path screenshots) {
    this.kind = kind;
    this.browser = browser;
    this.screenshots = screenshots;
  }

  /** Opens a chapter and waits for its kernel. */
  static FrontEnd open(Kind kind, String address, Path screenshots) {
    var front = new FrontEnd(kind, Chromium.start(), screenshots);
    try {
      front.browser.get(address);
      front.awaitOpen();
      return front;
    } catch (RuntimeException | AssertionError e) {
      front.screenshot("not-open");
      front.close();
      throw e;
    }
  }

  private void awaitOpen() {
    await("the chapter is open", OPEN, this::isOpen);
    await("the kernel is idle", OPEN, this::isIdle);
    light();
    focusFirstCell();
  }

  /** Saves the chapter: Ctrl+S. */
  void save() {
    press(Keys.ESCAPE);
    new Actions(browser).keyDown(Keys.CONTROL).sendKeys("s").keyUp(Keys.CONTROL).perform();
    await("the chapter is saved", Duration.ofSeconds(60), this::isSaved);
  }

  private boolean isSaved() {
    return Boolean.TRUE.equals(
        script(
            kind.hasPartsOfLab()
                ? "return !jupyterapp.shell.currentWidget.context.model.dirty"
                : "return !Jupyter.notebook.dirty"));
  }

  /** Loads the page anew; its kernel goes on. */
  void reload() {
    browser.navigate().refresh();
    awaitOpen();
  }

  private boolean isOpen() {
    return Boolean.TRUE.equals(
        script(
            switch (kind) {
              case LAB, NOTEBOOK ->
                  "const p = window.jupyterapp && jupyterapp.shell.currentWidget;return !!(p &&"
                      + " p.content && p.content.widgets && p.content.widgets.length > 1)";
              case CLASSIC ->
                  "return !!(window.Jupyter && Jupyter.notebook && Jupyter.notebook._fully_loaded)";
            }));
  }

  private boolean isIdle() {
    return Boolean.TRUE.equals(
        script(
            switch (kind) {
              case LAB, NOTEBOOK ->
                  "const s = jupyterapp.shell.currentWidget.sessionContext.session;"
                      + "return !!(s && s.kernel && s.kernel.status === 'idle')";
              case CLASSIC ->
                  "const k = Jupyter.notebook.kernel;"
                      + "return !!(k && k.is_connected() && !Jupyter.notebook.kernel_busy)";
            }));
  }

  /** Clicks beside the first cell: a click on its text might follow a link. */
  private void focusFirstCell() {
    String cell = kind.hasPartsOfLab() ? ".jp-Notebook .jp-Cell" : ".cell";
    WebElement first = browser.findElement(By.cssSelector(cell));
    Dimension size = first.getSize();
    new Actions(browser)
        .moveToElement(first, MARGIN - size.getWidth() / 2, MARGIN - size.getHeight() / 2)
        .click()
        .perform();
    press(Keys.ESCAPE);
  }

  int cells() {
    Object count =
        script(
            switch (kind) {
              case LAB, NOTEBOOK -> "return jupyterapp.shell.currentWidget.content.widgets.length";
              case CLASSIC -> "return Jupyter.notebook.ncells()";
            });
    return ((Long) count).intValue();
  }

  int selected() {
    Object index =
        script(
            switch (kind) {
              case LAB, NOTEBOOK -> "return jupyterapp.shell.currentWidget.content.activeCellIndex";
              case CLASSIC -> "return Jupyter.notebook.get_selected_index()";
            });
    return ((Long) index).intValue();
  }

  /** Goes to a cell as with the arrow keys. */
  void select(int index) {
    press(Keys.ESCAPE);
    for (int presses = 2 * cells(); selected() != index; presses--) {
      if (presses == 0) {
        Chromium.fail(browser, screenshots, "the keys do not lead to cell " + index);
      }
      press(selected() < index ? "j" : "k");
    }
  }

  @SuppressWarnings("unchecked")
  Cell cell(int index) {
    var cell =
        (Map<String, Object>)
            browser.executeScript(
                switch (kind) {
                  case LAB, NOTEBOOK ->
                      """
                      const widget = jupyterapp.shell.currentWidget.content.widgets[arguments[0]];
                      const model = widget.model, code = model.type === 'code';
                      const outputs = code ? model.outputs.toJSON() : [];
                      const node = code && widget.promptNode;
                      const prompt = code && model.executionCount ? String(model.executionCount) : node ? node.textContent : '';
                      const source = model.sharedModel.getSource();
                      """
                          + SUMMARY;
                  case CLASSIC ->
                      """
                      const cell = Jupyter.notebook.get_cell(arguments[0]), code = cell.cell_type === 'code';
                      const outputs = code ? cell.output_area.toJSON() : [];
                      const prompt = code ? String(cell.input_prompt_number || '') : '';
                      const source = cell.get_text();
                      """
                          + SUMMARY;
                },
                index);
    return new Cell(
        (Boolean) cell.get("code"),
        (String) cell.get("source"),
        ((String) cell.get("prompt")).replaceAll("[\\[\\]:\\s]|In", ""),
        (List<String>) cell.get("types"),
        (String) cell.get("text"));
  }

  /** Returns the index of the first cell whose code has a text in it. */
  int codeWith(String text) {
    return IntStream.range(0, cells())
        .filter(i -> cell(i).code() && cell(i).source().contains(text))
        .findFirst()
        .orElseThrow();
  }

  /** Returns the index of the next cell of code. */
  int codeAfter(int index) {
    return IntStream.range(index + 1, cells())
        .filter(i -> cell(i).code())
        .findFirst()
        .orElseThrow();
  }

  /** Runs the cells from the first to the one before such a cell, and returns its index. */
  int stepTo(String text) {
    int last = codeWith(text);
    for (int i = 0; i < last; i++) {
      int index = i;
      shiftEnter();
      await("cell " + i, CELL, () -> !cell(index).code() || hasRun(index));
    }
    return last;
  }

  /** Tells whether a cell has a number. */
  boolean hasRun(int index) {
    return cell(index).prompt().matches("\\d+");
  }

  private static final String SUMMARY =
      """
      const joined = text => Array.isArray(text) ? text.join('') : (text || '');
      const types = outputs.flatMap(o => o.data ? Object.keys(o.data) : [o.output_type]);
      const text = outputs.map(o => joined(o.text) || (o.data ? joined(o.data['text/plain'])
        : (o.ename || '') + ' ' + (o.evalue || ''))).join('\\n');
      return {code, source, prompt, types, text};
      """;

  /** Runs the selected cell and goes to the next, as a learner does. */
  void shiftEnter() {
    new Actions(browser).keyDown(Keys.SHIFT).sendKeys(Keys.ENTER).keyUp(Keys.SHIFT).perform();
  }

  void press(CharSequence keys) {
    new Actions(browser).sendKeys(keys).perform();
  }

  /** Stops the running cell: i, i. */
  void interrupt() {
    press(Keys.ESCAPE);
    press("i");
    press("i");
  }

  /**
   * Turns the debugger on, or off: the bug in the toolbar. Keys then go to the bug, and not to the
   * chapter, until something else is clicked.
   */
  void clickBug() {
    By bug = By.cssSelector(".jp-DebuggerBugButton:not([aria-disabled=true]):not([disabled])");
    await(
        "the kernel has a debugger",
        Duration.ofSeconds(20),
        () -> !browser.findElements(bug).isEmpty());
    browser.findElement(bug).click();
  }

  /** Clicks into the text of a cell, which gives it the keyboard. */
  void clickText(int cell) {
    find(cell, ".cm-content, .CodeMirror-code").click();
  }

  /** Tells whether a cell has a margin for breakpoints, as long as the debugger is on. */
  boolean hasMargin(int cell) {
    return Boolean.TRUE.equals(
        browser.executeScript(MARGIN_LINES + "return lines.length > 0", cell));
  }

  /** Clicks into the margin of a cell, beside a line counted from 1. */
  void clickMargin(int cell, int line) {
    click(MARGIN_LINES + "return lines[arguments[1]];", cell, line);
  }

  /** Tells whether there is a breakpoint beside a line counted from 1. */
  boolean hasBreakpoint(int cell, int line) {
    return Boolean.TRUE.equals(
        browser.executeScript(
            MARGIN_LINES + "return lines[arguments[1]].hasChildNodes();", cell, line));
  }

  /** The first of the margin's elements is no line: it holds the margin's width. */
  private static final String MARGIN_LINES =
      """
      const node = jupyterapp.shell.currentWidget.content.widgets[arguments[0]].node;
      node.scrollIntoView({block: 'center'});
      const lines = node.querySelectorAll('.cm-breakpoint-gutter .cm-gutterElement');
      """;

  private void click(String script, Object... arguments) {
    var element = (WebElement) browser.executeScript(script, arguments);
    new Actions(browser).moveToElement(element).click().perform();
  }

  /** Returns the line of a cell that is lit because a thread stands there; empty if none is. */
  String litLine(int cell) {
    return (String)
        browser.executeScript(
            """
            const node = jupyterapp.shell.currentWidget.content.widgets[arguments[0]].node;
            const line = node.querySelector('.jp-DebuggerEditor-highlight');
            return line ? line.textContent : '';
            """,
            cell);
  }

  /**
   * Evaluates code where a thread stands: in the debugger's console, which is a dialog in
   * JupyterLab 4.0. The console stays open, and the chapter is no longer what is active.
   */
  void evaluate(String code) {
    toggleConsole();
    By prompt = By.cssSelector(".jp-CodeConsole-promptCell .cm-content, .jp-Dialog .cm-content");
    await(
        "there is a console",
        Duration.ofSeconds(20),
        () -> !browser.findElements(prompt).isEmpty());
    browser.findElement(prompt).click();
    press(code);
    By accept = By.cssSelector(".jp-Dialog .jp-mod-accept");
    if (browser.findElements(accept).isEmpty()) {
      shiftEnter();
    } else {
      browser.findElement(accept).click();
    }
  }

  /** Closes the debugger's console, where it is open. */
  void closeConsole() {
    if (!browser.findElements(By.cssSelector(".jp-DebugConsole")).isEmpty()) {
      toggleConsole();
      await("the chapter is active", Duration.ofSeconds(20), this::isOpen);
    }
  }

  private void toggleConsole() {
    browser.findElement(By.cssSelector("[data-command='debugger:evaluate']")).click();
  }

  /** Tells whether breakpoints outlive a restart of the kernel: in JupyterLab 4.0 they do not. */
  boolean keepsBreakpoints() {
    return !((String) script("return jupyterapp.version")).startsWith("4.0.");
  }

  /** Returns the names and values that stand beside the chapter, such as {@code n 1 result 1}. */
  String variables() {
    return (String)
        script(
            """
            const panel = document.querySelector('.jp-DebuggerVariables-body');
            return panel && panel.offsetWidth > 0 ? panel.innerText.replace(/[\\s:]+/g, ' ').trim() : '';
            """);
  }

  /** Restarts the kernel: 0, 0, and yes. */
  void restart() {
    press(Keys.ESCAPE);
    press("0");
    press("0");
    String yes =
        kind.hasPartsOfLab()
            ? ".jp-Dialog .jp-mod-accept"
            : ".modal.in .btn-danger, .modal.in .btn-primary";
    await(
        "the question is put",
        Duration.ofSeconds(20),
        () -> browser.findElements(By.cssSelector(yes)).stream().anyMatch(WebElement::isDisplayed));
    browser.findElement(By.cssSelector(yes)).click();
    await("the kernel has gone", Duration.ofSeconds(30), () -> !isIdle());
    await("the kernel is back", OPEN, this::isIdle);
  }

  /**
   * Tells whether an element of a cell is on the page and larger than an icon; pictures must have
   * loaded.
   */
  boolean shows(int index, String selector) {
    return !shown(index, selector, ICON).isEmpty();
  }

  @SuppressWarnings("unchecked")
  private List<WebElement> shown(int index, String selector, int larger) {
    return (List<WebElement>)
        browser.executeScript(
            """
            const cell = %s;
            if (!cell) return [];
            cell.scrollIntoView({block: 'end'});
            const found = [...cell.querySelectorAll(arguments[1])];
            return found.filter(e => Math.min(e.getBoundingClientRect().width, 2 * e.getBoundingClientRect().height) > arguments[2]
              && (e.tagName !== 'IMG' || (e.complete && e.naturalWidth > 0)));
            """
                .formatted(node()),
            index,
            selector,
            larger);
  }

  /** Returns a script for the element of the cell that is the first argument. */
  private String node() {
    return kind.hasPartsOfLab()
        ? "jupyterapp.shell.currentWidget.content.widgets[arguments[0]].node"
        : "Jupyter.notebook.get_cell(arguments[0]).element[0]";
  }

  /** Returns the first such element of a cell, of any size, once it is there. */
  WebElement find(int index, String selector) {
    await(selector, Duration.ofSeconds(60), () -> !shown(index, selector, 0).isEmpty());
    return shown(index, selector, 0).get(0);
  }

  /** Moves the pointer over an element, holds it there, and moves it to the right and down. */
  void drag(WebElement element, int right, int down) {
    // A cell may be higher than the window.
    browser.executeScript("arguments[0].scrollIntoView({block: 'center'})", element);
    new Actions(browser)
        .moveToElement(element)
        .clickAndHold()
        .moveByOffset(right / 2, down / 2)
        .moveByOffset(right - right / 2, down - down / 2)
        .release()
        .perform();
  }

  /** Returns the text of the names that are offered to complete what was typed. */
  String offered() {
    return (String)
        script(
            "return [...document.querySelectorAll('.jp-Completer, #complete')]"
                + ".map(list => list.innerText).join(' ')");
  }

  /** Moves the focus to the element before, with Shift+Tab. */
  void shiftTab() {
    new Actions(browser).keyDown(Keys.SHIFT).sendKeys(Keys.TAB).keyUp(Keys.SHIFT).perform();
  }

  /** Returns how many such elements a cell has. */
  int count(int index, String selector) {
    Object count =
        browser.executeScript(
            "return %s.querySelectorAll(arguments[1]).length".formatted(node()), index, selector);
    return ((Long) count).intValue();
  }

  /** Returns the text that a cell shows, with that of its widgets. */
  String text(int index) {
    return (String) browser.executeScript("return %s.innerText".formatted(node()), index);
  }

  /** Returns a property of the first such element of a cell, which may be hidden. */
  String property(int index, String selector, String name) {
    return (String)
        browser.executeScript(
            "return %s.querySelector(arguments[1])[arguments[2]]".formatted(node()),
            index,
            selector,
            name);
  }

  void pause(Duration time) {
    new Actions(browser).pause(time).perform();
  }

  /** Returns the pixels of a picture or a canvas, as text. */
  String pixels(WebElement picture) {
    return (String)
        browser.executeScript(
            """
            const canvas = document.createElement('canvas'), picture = arguments[0];
            canvas.width = picture.naturalWidth ?? picture.width;
            canvas.height = picture.naturalHeight ?? picture.height;
            canvas.getContext('2d').drawImage(picture, 0, 0);
            return canvas.toDataURL();
            """,
            picture);
  }

  void light() {
    command("apputils:change-theme", Map.of("theme", "JupyterLab Light"));
  }

  void dark() {
    command("apputils:change-theme", Map.of("theme", "JupyterLab Dark"));
  }

  /** What the menus do; the classic front end has neither themes nor a list of files. */
  private void command(String name, Map<String, String> arguments) {
    if (kind.hasPartsOfLab()) {
      browser.executeAsyncScript(
          "const done = arguments[arguments.length - 1];"
              + "jupyterapp.commands.execute(arguments[0], arguments[1])"
              + ".then(() => setTimeout(done, 1500), done)",
          name,
          arguments);
    }
  }

  void width(int pixels) {
    Chromium.width(browser, pixels);
  }

  /** Returns the lines of code that lead out of their cell, by the cells' numbers. */
  List<?> cellsWiderThanTheirRoom() {
    return (List<?>)
        script(
            """
            return [...document.querySelectorAll('.jp-CodeCell')].flatMap((cell, i) =>
              [...cell.querySelectorAll('.cm-scroller')]
                .filter(code => code.scrollWidth > code.clientWidth + 2)
                .map(code => i + ': ' + code.scrollWidth + ' in ' + code.clientWidth));
            """);
  }

  /** Returns what asks or tells over the text: dialogs and notifications. */
  List<String> interruptions() {
    return browser.findElements(By.cssSelector(".jp-Dialog, .Toastify__toast")).stream()
        .filter(WebElement::isDisplayed)
        .map(WebElement::getText)
        .toList();
  }

  /** Returns the name of the notebook that is open. */
  String name() {
    return (String) script("return jupyterapp.shell.currentWidget.context.path");
  }

  /** Returns how many pixels the chapter has from left to right. */
  int chapterWidth() {
    String place = kind.hasPartsOfLab() ? ".jp-Notebook" : "#notebook-container";
    return browser.findElement(By.cssSelector(place)).getSize().getWidth();
  }

  void screenshot(String name) {
    Chromium.screenshot(browser, screenshots, name);
  }

  /** Waits for something to become true. */
  void await(String what, Duration atMost, BooleanSupplier condition) {
    Chromium.await(browser, screenshots, what, atMost, condition);
  }

  private Object script(String text) {
    return browser.executeScript(text);
  }

  @Override
  public void close() {
    browser.quit();
  }
}
