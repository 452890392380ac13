// node test/support/release.mjs TAG: whether a tag may be released; prints what the changelog says of its version.
import { listProblems, readSections, readSources } from './releaseCheck.mjs';
import { runMain, SetupFailure } from './setupFailure.mjs';

await runMain(async () => {
  const [tag] = process.argv.slice(2);
  if (tag === undefined) throw new SetupFailure('Usage: node test/support/release.mjs TAG');
  const sources = readSources();
  const problems = listProblems(tag, sources);
  if (problems.length > 0) throw new SetupFailure(problems.join('\n'));
  const section = readSections(sources.changelog).find(({ version }) => `v${version}` === tag);
  console.log(section?.text);
});
