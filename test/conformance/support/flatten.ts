/** How the Query protocol spells the members that it does not spell as JSON does. */
const SPELLINGS: Readonly<Record<string, string>> = {
  Attributes: 'Attribute',
  tags: 'Tag',
  Tags: 'Tag',
  TagKeys: 'TagKey',
  AttributeNames: 'AttributeName',
  MessageSystemAttributeNames: 'AttributeName',
  MessageAttributeNames: 'MessageAttributeName',
  MessageAttributes: 'MessageAttribute',
  MessageSystemAttributes: 'MessageSystemAttribute',
  AWSAccountIds: 'AWSAccountId',
  Actions: 'ActionName',
  StringListValues: 'StringListValue',
  BinaryListValues: 'BinaryListValue',
};

/** Writes the JSON input of an action as parameters of the Query protocol. */
export function flattenInput(action: string, input: object): URLSearchParams {
  const parameters = new URLSearchParams({ Action: action, Version: '2012-11-05' });
  addMembers(parameters, action, '', input);
  return parameters;
}

function addMembers(parameters: URLSearchParams, action: string, prefix: string, value: object): void {
  for (const [member, memberValue] of Object.entries(value)) {
    if (memberValue === undefined) continue;
    const name = member === 'Entries' ? `${action}RequestEntry` : (SPELLINGS[member] ?? member);
    addValue(parameters, action, `${prefix}${name}`, memberValue);
  }
}

function addValue(parameters: URLSearchParams, action: string, name: string, value: unknown): void {
  if (Array.isArray(value)) {
    value.forEach((element, index) => {
      addValue(parameters, action, `${name}.${index + 1}`, element);
    });
  } else if (typeof value === 'object' && value !== null) {
    if (isMap(name)) addMap(parameters, action, name, value);
    else addMembers(parameters, action, `${name}.`, value);
  } else {
    parameters.append(name, String(value));
  }
}

function isMap(name: string): boolean {
  return /(?:^|\.)(?:Attribute|Tag|MessageAttribute|MessageSystemAttribute)$/.test(name);
}

function addMap(parameters: URLSearchParams, action: string, name: string, value: object): void {
  const keyName = name === 'Tag' ? 'Key' : 'Name';
  Object.entries(value).forEach(([key, element], index) => {
    parameters.append(`${name}.${index + 1}.${keyName}`, key);
    addValue(parameters, action, `${name}.${index + 1}.Value`, element);
  });
}
