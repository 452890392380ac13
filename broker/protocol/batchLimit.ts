/** As many as SendMessageBatch takes. */
export const BATCH_MESSAGES = 10;
