// Begins a bundle of its own, which a command loads late. The bundle of the editor's templates takes the readers of templates and
// the texts from it (esbuild.mjs), so that the package has them once.
export * from '@vscode/l10n';
export { checkModel } from '../iac/checks/checkModel.ts';
export { IAC_RULES } from '../iac/checks/finding.ts';
export { locateProblem, writeDefinitionText } from '../iac/definitionText.ts';
export { addFailureReports } from '../iac/fixes/reportFailures.ts';
export { MAXIMUM_TEXT_LENGTH } from '../iac/limits.ts';
export { readIac } from '../iac/readIac.ts';
export { SourceCache } from '../iac/sourceCache.ts';
export { toDefinitions } from '../iac/toDefinitions.ts';
export { readTemplateFile } from './templateFile.ts';
