/** Where the memory of a workspace has the functions that its window runs. */
export const FUNCTIONS_RUN = 'functions.run';
