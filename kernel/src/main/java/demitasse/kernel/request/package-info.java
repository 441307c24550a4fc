/**
 * From the message to its answer. {@link demitasse.kernel.request.Requests} is the table of who
 * answers which type of message on a channel: a new type is one more line where {@code Kernel}
 * fills it. {@link demitasse.kernel.request.ExecuteRequests} runs cells and {@link
 * demitasse.kernel.request.CommRequests} brings messages to comms; other rooms answer the rest.
 */
package demitasse.kernel.request;
