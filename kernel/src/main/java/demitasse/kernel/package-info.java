/**
 * A Java kernel for Jupyter that keeps IJava's contract.
 *
 * <p>{@code Main} opens the channels and starts the thread of the cells; {@code Kernel} puts the
 * rooms together and says who answers which message. To follow a cell, read {@link
 * demitasse.kernel.request.Requests}, {@link demitasse.kernel.request.ExecuteRequests}, {@link
 * demitasse.kernel.session.JavaSession}, {@code CellRunner} and {@code Evaluator} there, and {@link
 * demitasse.kernel.execution.CellExecution}.
 */
package demitasse.kernel;
