/*
 * Without shapes and their texts: what polls for mappings is in a bundle of its own, which has no translations.
 */

/** Filters of one mapping: five by default, ten by quota. */
export const MAXIMUM_FILTERS = 10;
/** Bytes of an event, and of a response: 6 MiB and 100 bytes. */
export const MAXIMUM_PAYLOAD_BYTES = 6 * 1_048_576 + 100;

/** Of provisioned mode, where a call or a file does not say otherwise. */
export const DEFAULT_POLLERS = { minimum: 2, maximum: 200 } as const;
/** As the service says it, to programs and in the file of definitions. */
export const WINDOW_TOO_SHORT =
  'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10';

/** What is true of a mapping whose definition does not say otherwise. */
export const MAPPING_DEFAULTS = {
  batchSize: 10,
  /** s */
  window: 0,
  reportBatchItemFailures: false,
  enabled: true,
} as const;
