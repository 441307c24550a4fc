/**
 * Errors in terms of the cells and their lines. {@link demitasse.kernel.errors.Tracebacks} is the
 * door: it writes exceptions with {@code FrameLines}, and what the compiler says with {@code
 * CompileErrors}, to which {@link demitasse.kernel.errors.NameHints} adds what may have been meant.
 * {@link demitasse.kernel.errors.ReadableOutput} does the same to what others print.
 */
package demitasse.kernel.errors;
