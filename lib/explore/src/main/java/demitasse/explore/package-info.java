/**
 * The interactive parts of the chapters. {@link demitasse.explore.Explorer} is a figure with
 * controls, or a still figure where nobody can move them. {@link demitasse.explore.LiveFit} shows a
 * fit while it runs; {@code demitasse.train} finds it as a service. Read {@code Explorer} first.
 */
package demitasse.explore;
