import type { SearchState } from './bodySearch.ts';

/** The search that ended last in this window, so that opening one of its matches does not cost the others. */
export interface LastSearch {
  ended?: {
    readonly text: string;
    /** The queue that was searched; undefined: all of them. */
    readonly queueArn: string | undefined;
    readonly state: SearchState;
  };
}
