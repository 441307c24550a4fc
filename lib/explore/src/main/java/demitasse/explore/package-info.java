/**
 * What a learner can touch. {@link demitasse.explore.Explorer} is a figure with controls, and a
 * still figure where nobody is there to move them. {@link demitasse.explore.LiveFit} shows a fit
 * while it goes on; {@code demitasse.train} finds it by itself. Read {@code Explorer} first.
 */
package demitasse.explore;
