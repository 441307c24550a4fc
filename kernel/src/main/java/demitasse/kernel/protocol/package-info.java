/**
 * Jupyter's messages and the sockets that they come by. {@link demitasse.kernel.protocol.Wire}
 * signs and reads a {@link demitasse.kernel.protocol.Message}, {@link
 * demitasse.kernel.protocol.Channels} opens the sockets, and each has a class of its own: {@link
 * demitasse.kernel.protocol.RequestChannel} for what is asked, {@link
 * demitasse.kernel.protocol.Publisher} for what is shown, {@link demitasse.kernel.protocol.Input}
 * for what the user is asked. Read them in this order. These three send through {@code Sender},
 * which waits for memory; {@code Tries} decides when a message is too large. {@code UnixSockets}
 * and {@code ZmtpConnection} are what JeroMQ lacks for the transport ipc.
 */
package demitasse.kernel.protocol;
