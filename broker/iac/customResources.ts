import type { Directory } from './directory.ts';
import type { IacFunction, IacMapping } from './model.ts';
import { propertiesOf } from './queues.ts';
import type { Resource } from './scope.ts';
import { readText } from './texts.ts';
import type { World } from './world.ts';

/** By these, the CDK’s framework for custom resources names the functions that it calls. */
const USER_HANDLER = /^USER_\w+_FUNCTION_ARN$/;

/**
 * The ids of functions that a deployment invokes for custom resources: those of a `ServiceToken`, and those that the CDK's framework
 * calls from them. A CDK application has them without its author writing one, such as for notifications of a bucket.
 * @param mappings a function that a queue invokes as well is none of them
 */
export function findCustomResourceHandlers(
  world: World,
  directory: Directory,
  functions: readonly Pick<IacFunction, 'id' | 'environment'>[],
  mappings: readonly Pick<IacMapping, 'functionId'>[],
): ReadonlySet<string> {
  const found = new Set<string>();
  for (const scope of world.scopes) {
    for (const resource of scope.resources.values()) {
      if (!isCustomResource(resource)) continue;
      const token = readText(propertiesOf(resource, scope)('ServiceToken'));
      const handler = token && directory.findFunction(token);
      if (handler?.isKnown === true) found.add(handler.value);
    }
  }
  for (const { id, environment } of functions) {
    if (!found.has(id)) continue;
    for (const [name, value] of Object.entries(environment)) {
      const called = USER_HANDLER.test(name) ? directory.findFunction(value) : undefined;
      if (called?.isKnown === true) found.add(called.value);
    }
  }
  for (const { functionId } of mappings) if (functionId.isKnown) found.delete(functionId.value);
  return found;
}

function isCustomResource({ type }: Resource): boolean {
  return type === 'AWS::CloudFormation::CustomResource' || type.startsWith('Custom::');
}
