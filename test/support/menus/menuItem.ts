/** An entry of a menu in package.json: a command, or a menu within the menu. */
export interface MenuItem {
  readonly command?: string;
  readonly submenu?: string;
  readonly when?: string;
  readonly group?: string;
}
