package demitasse.data;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import org.junit.jupiter.api.Test;

/** A small network learns the stand-ins, so that a chapter can be stepped through with them. */
class StandInsTest {
  private static SequentialBlock network(int filters, int classes) {
    return new SequentialBlock()
        .add(Conv2d.builder().setKernelShape(new Shape(3, 3)).setFilters(filters).build())
        .add(Activation.reluBlock())
        .add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)))
        .add(Conv2d.builder().setKernelShape(new Shape(3, 3)).setFilters(2 * filters).build())
        .add(Activation.reluBlock())
        .add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)))
        .add(Blocks.batchFlattenBlock())
        .add(Linear.builder().setUnits(classes).build());
  }

  /** Trains for some epochs and returns the share of the test images that it names rightly. */
  private static double accuracy(ImageSet train, ImageSet test, int filters, int epochs) {
    try (Model model = Model.newInstance("cnn")) {
      model.setBlock(network(filters, train.classNames().size()));
      var adam = Optimizer.adam().optLearningRateTracker(Tracker.fixed(2e-3f)).build();
      var config = new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss()).optOptimizer(adam);
      try (Trainer trainer = model.newTrainer(config)) {
        trainer.getManager().getEngine().setRandomSeed(7);
        trainer.initialize(new Shape(1).addAll(train.inputShape()));
        for (int epoch = 0; epoch < epochs; epoch++) {
          for (NDList batch : train.batches(trainer.getManager(), 64, epoch)) {
            try (GradientCollector gradients = trainer.newGradientCollector()) {
              NDList scores = trainer.forward(new NDList(batch.get(0)));
              gradients.backward(trainer.getLoss().evaluate(new NDList(batch.get(1)), scores));
              scores.close();
            }
            trainer.step();
          }
        }
        long right = 0;
        for (NDList batch : test.batches(trainer.getManager(), 250)) {
          long[] guesses =
              trainer.evaluate(new NDList(batch.get(0))).head().argMax(1).toLongArray();
          int[] labels = batch.get(1).toIntArray();
          for (int i = 0; i < labels.length; i++) {
            right += guesses[i] == labels[i] ? 1 : 0;
          }
        }
        return (double) right / test.size();
      }
    }
  }

  @Test
  void aSmallNetworkReadsTheDigits() {
    Mnist digits = Mnist.generated();
    double accuracy = accuracy(digits.train().take(6_000), digits.test().take(2_000), 8, 2);
    assertTrue(accuracy > 0.9, "accuracy " + accuracy);
  }

  @Test
  void aSmallNetworkTellsTheTexturesApart() {
    Cifar100 textures = Cifar100.generated();
    double accuracy = accuracy(textures.train().take(5_000), textures.test().take(1_000), 8, 2);
    assertTrue(accuracy > 0.3, "accuracy " + accuracy + ", chance is 0.01");
  }
}
