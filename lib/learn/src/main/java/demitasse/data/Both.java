package demitasse.data;

import demitasse.data.format.DataException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Does two things at the same time, one on each core. */
final class Both {
  private Both() {}

  /**
   * Waits for both, whatever becomes of them, so that nothing goes on in the background.
   *
   * @return what {@code combine} makes of the results
   */
  static <A, B, R> R of(Supplier<A> first, Supplier<B> second, BiFunction<A, B, R> combine) {
    CompletableFuture<B> other = CompletableFuture.supplyAsync(second);
    A result;
    try {
      result = first.get();
    } finally {
      other.handle((value, failure) -> value).join();
    }
    try {
      return combine.apply(result, other.join());
    } catch (CompletionException e) {
      throw e.getCause() instanceof DataException known ? known : e;
    }
  }
}
