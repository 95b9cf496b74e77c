import { chooseTheme, type Theme, theme, themes } from "./theme.ts";

const words: Readonly<Record<Theme, string>> = { auto: "Auto", light: "Light", dark: "Dark" };

export function ThemeSwitch() {
  return (
    <label class="theme-switch">
      <span class="unseen">Colours</span>
      <select value={theme.value} onChange={({ currentTarget }) => chooseTheme(currentTarget.value as Theme)}>
        {themes.map((one) => (
          <option key={one} value={one}>
            {words[one]}
          </option>
        ))}
      </select>
    </label>
  );
}
