/** How long-running work tells the learner that it is getting on. */
package demitasse.progress;
