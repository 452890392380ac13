/** Names of files that can be templates; what is in them is looked at afterwards. */
export const CANDIDATES =
  '**/{template.yaml,template.yml,template.json,*.template.yaml,*.template.yml,*.template.json,serverless.yml,serverless.yaml,cdk.out/manifest.json}';
/** Folders of packages and of what tools make. Of `cdk.out`, the manifest stands for all. */
export const OTHER_FILES =
  '{**/node_modules/**,**/.aws-sam/**,**/.serverless/**,**/cdk.out/*/**,**/cdk.out/*.template.json}';

const OTHER_FOLDER = /\/(?:node_modules|\.aws-sam|\.serverless|cdk\.out\/[^/]+)\//;
const CANDIDATE =
  /\/(?:template\.(?:ya?ml|json)|serverless\.ya?ml|cdk\.out\/manifest\.json|[^/]+\.template\.(?:ya?ml|json))$/;

/** The same for one file. @param path with `/` between folders */
export function isCandidate(path: string): boolean {
  return CANDIDATE.test(path) && !OTHER_FOLDER.test(path) && !/\/cdk\.out\/[^/]+\.template\.json$/.test(path);
}
