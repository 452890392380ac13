import { randomBytes } from 'node:crypto';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A name of its own, so that its schema is for it alone. */
export const CREDENTIALS_FILE = 'queueside.credentials.json';

/** Makes the credential file with one user who may do everything, unless there is one. Only its owner may read it. */
export async function ensureCredentialsFile(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    await writeFile(path, describeFirstUser(), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    // An editor that rewrites a file may change its mode; the broker would reject it then.
    await chmod(path, 0o600);
  }
}

function describeFirstUser(): string {
  const accessKeyId = `AKIAQS${randomBytes(10).toString('hex').toUpperCase().slice(0, 14)}`;
  return `// Who may call the local SQS, for the setting queueside.auth. Read when the broker starts.
// Secrets: do not share or commit this file.
{
  "users": [
    {
      "name": "developer",
      "accessKeyId": "${accessKeyId}",
      "secretAccessKey": "${randomBytes(30).toString('base64')}",
      "policies": [
        {
          "Version": "2012-10-17",
          "Id": "everything",
          "Statement": [{ "Effect": "Allow", "Action": "sqs:*", "Resource": "*" }]
        }
      ]
    }
  ]
}
`;
}
