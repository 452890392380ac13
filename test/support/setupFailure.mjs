/** Something that this machine, its network or the command line lacks: its message is for people and needs no stack. */
export class SetupFailure extends Error {}

/**
 * Runs the main function of a script. A `SetupFailure` is printed and ends the script with 1; any other error is a bug and
 * shows its stack.
 * @param {() => Promise<void>} main
 */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof SetupFailure)) throw error;
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  }
}
