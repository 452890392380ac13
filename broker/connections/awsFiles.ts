/** Variables that say where the AWS configuration files are; no secret is in them. */
export const AWS_FILE_VARIABLES = ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE'] as const;
