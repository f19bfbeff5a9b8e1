/** Light or dark: as the system says, or as it was chosen for this tab. */

const KEY = "clew.theme";

export type Theme = "system" | "light" | "dark";

export const THEMES: [Theme, string][] = [
  ["system", "Colours as the system has them"],
  ["light", "Light colours"],
  ["dark", "Dark colours"],
];

export function chooseTheme(theme: Theme): void {
  if (theme === "system") sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, theme);
  applyTheme();
}

/** Every colour is given for both: the browser takes the one of the scheme. */
export function applyTheme(): void {
  const theme = sessionStorage.getItem(KEY);
  const known = theme === "light" || theme === "dark";
  document.documentElement.style.colorScheme = known ? theme : "";
}
