/**
 * Help while the user types. {@link demitasse.kernel.completion.TypingRequests} answers the front
 * end, {@code Assist} asks JShell and adds what JShell leaves out, and {@code Javadoc} turns
 * comments into text and HTML. Read them in this order.
 */
package demitasse.kernel.completion;
