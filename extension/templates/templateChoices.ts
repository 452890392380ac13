/** Where the workspace remembers what the user has said of its templates. */
export const TEMPLATE_CHOICES = 'templates.choices';
