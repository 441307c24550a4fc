package demitasse.spark;

import java.util.Arrays;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetInputFormat;
import org.apache.parquet.hadoop.ParquetOutputFormat;
import org.apache.parquet.hadoop.api.InitContext;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * A vector and its label as a record of a Parquet file. Spark SQL and other tools find the columns
 * {@code label} and {@code vector}, a list of floats. Parquet's own classes write and read them,
 * without those of Spark SQL, which take over 100 MB in three processes.
 */
final class VectorRecords {
  private static final String LABEL = "label";
  private static final String VECTOR = "vector";

  private static final MessageType COLUMNS =
      MessageTypeParser.parseMessageType(
          """
          message vectors {
            required int32 label;
            required group vector (LIST) {
              repeated group list {
                required float element;
              }
            }
          }
          """);

  private VectorRecords() {}

  /** Writes files; Hadoop makes it by its name. */
  public static final class Output extends ParquetOutputFormat<LabelledVector> {
    public Output() {
      super(new Writer());
    }
  }

  /** Reads files; Hadoop makes it by its name. */
  public static final class Input extends ParquetInputFormat<LabelledVector> {
    public Input() {
      super(Reader.class);
    }
  }

  private static final class Writer extends WriteSupport<LabelledVector> {
    private RecordConsumer out;

    @Override
    @SuppressWarnings("deprecation") // the only one that has to be there
    public WriteContext init(Configuration configuration) {
      return new WriteContext(COLUMNS, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      out = consumer;
    }

    @Override
    public void write(LabelledVector one) {
      out.startMessage();
      out.startField(LABEL, 0);
      out.addInteger(one.label());
      out.endField(LABEL, 0);
      out.startField(VECTOR, 1);
      out.startGroup();
      writeNumbers(one.vector());
      out.endGroup();
      out.endField(VECTOR, 1);
      out.endMessage();
    }

    /** A field without values may not begin. */
    private void writeNumbers(float[] vector) {
      if (vector.length > 0) {
        out.startField("list", 0);
        for (float number : vector) {
          out.startGroup();
          out.startField("element", 0);
          out.addFloat(number);
          out.endField("element", 0);
          out.endGroup();
        }
        out.endField("list", 0);
      }
    }
  }

  /** Makes what reads a file; Parquet makes it by its name. */
  public static final class Reader extends ReadSupport<LabelledVector> {
    @Override
    public ReadContext init(InitContext context) {
      MessageType file = context.getFileSchema();
      return new ReadContext(
          new MessageType(COLUMNS.getName(), file.getType(LABEL), file.getType(VECTOR)));
    }

    @Override
    @SuppressWarnings("deprecation") // the only one that has to be there
    public RecordMaterializer<LabelledVector> prepareForRead(
        Configuration configuration,
        Map<String, String> metadata,
        MessageType columns,
        ReadContext context) {
      return new Materializer();
    }
  }

  /** Collects the numbers of a record. */
  private static final class Materializer extends RecordMaterializer<LabelledVector> {
    private float[] numbers = new float[64];
    private int size;
    private int label;

    private final GroupConverter root =
        new Fields(
            new PrimitiveConverter() {
              @Override
              public void addInt(int value) {
                label = value;
              }
            },
            new Fields(
                new Fields(
                    new PrimitiveConverter() {
                      @Override
                      public void addFloat(float value) {
                        add(value);
                      }
                    })));

    private void add(float number) {
      if (size == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * size);
      }
      numbers[size] = number;
      size++;
    }

    @Override
    public LabelledVector getCurrentRecord() {
      LabelledVector record = new LabelledVector(Arrays.copyOf(numbers, size), label);
      size = 0;
      return record;
    }

    @Override
    public GroupConverter getRootConverter() {
      return root;
    }
  }

  /** A group whose fields are converted each by its own. */
  private static final class Fields extends GroupConverter {
    private final Converter[] fields;

    Fields(Converter... fields) {
      this.fields = fields;
    }

    @Override
    public Converter getConverter(int field) {
      return fields[field];
    }

    @Override
    public void start() {
      // Nothing of its own.
    }

    @Override
    public void end() {
      // Nothing of its own.
    }
  }
}
