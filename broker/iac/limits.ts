/** UTF-16 units of one file: the template of a large CDK application has several million. */
export const MAXIMUM_TEXT_LENGTH = 10 * 1_048_576;
/** UTF-16 units of all files of one application. */
export const MAXIMUM_TOTAL_LENGTH = 2 * MAXIMUM_TEXT_LENGTH;
/** Files that one application is read from. */
export const MAXIMUM_FILES = 100;
/** Maps, lists and values of one file, those counted again that an alias repeats; and those that loops make of them. */
export const MAXIMUM_NODES = 200_000;
export const MAXIMUM_ALIASES = 100;
/** Maps and lists in each other: deeper ones would overflow the stack of a program that reads them. */
export const MAXIMUM_DEPTH = 100;
/** Resources of one application, as many as four stacks of the service may have. */
export const MAXIMUM_RESOURCES = 2000;
/** Nested stacks, and assemblies, in each other. */
export const MAXIMUM_NESTED_STACKS = 10;
/** Values that are worked out for one application; an ordinary one needs a few thousand. */
export const MAXIMUM_STEPS = 1_000_000;
/** UTF-16 units of a text that functions put together. */
export const MAXIMUM_RESULT_LENGTH = 65_536;
export const MAXIMUM_PROBLEMS = 100;
