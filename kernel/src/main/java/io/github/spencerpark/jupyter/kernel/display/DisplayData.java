package io.github.spencerpark.jupyter.kernel.display;

import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;

/** The forms in which a front end can show a value. */
public class DisplayData extends org.dflib.jjava.jupyter.kernel.display.DisplayData {
  /** Nothing to show. */
  public static final DisplayData EMPTY = new DisplayData();

  /** An empty text. */
  public static final DisplayData EMPTY_STRING = new DisplayData("");

  /** Creates a copy. */
  public DisplayData(org.dflib.jjava.jupyter.kernel.display.DisplayData data) {
    super(data);
  }

  /** Creates a copy. */
  public DisplayData(DisplayData data) {
    super(data);
  }

  /** Creates data with a text. */
  public DisplayData(String text) {
    super(text);
  }

  /** Creates data without any form yet. */
  public DisplayData() {}

  /** Returns the data, or empty data in the place of null. */
  public static DisplayData emptyIfNull(DisplayData data) {
    return data == null ? EMPTY : data;
  }

  /** Sets one form. */
  public void putData(MIMEType type, Object value) {
    putData(type.toString(), value);
  }

  /** Sets one form and what is to be known about it. */
  public void putData(MIMEType type, Object value, Object metadata) {
    putData(type, value);
    putMetaData(type, metadata);
  }

  /** Sets what is to be known about one form. */
  public void putMetaData(MIMEType type, Object value) {
    putMetaData(type.toString(), value);
  }

  /** Returns one form; null if it is not there. */
  public Object getData(MIMEType type) {
    return getData(type.plain());
  }

  /** Tells whether one form is there. */
  public boolean hasDataForType(MIMEType type) {
    return hasDataForType(type.plain());
  }

  /** Takes over all forms of other data. */
  public void assign(DisplayData data) {
    super.assign(data);
  }
}
