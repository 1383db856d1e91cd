/** Custom properties per theme. HubSpot has no dark theme; ours keeps its hues. */
export const themes = {
  light: `
    color-scheme: light;
    --ground: #f5f8fa; --surface: #fff; --sunk: #f5f8fa; --hover: #eaf0f6; --line: #dfe6ee; --edge: #cbd6e2; --rule: #eaf0f6;
    --text: #33475b; --heading: #2d3e50; --muted: #516f90; --link: #007a8c; --tag: #e5f5f8; --tag-text: #33475b;
    --accent: #d93a00; --accent-text: #fff; --danger: #c4323d; --focus: #0091ae;
    --bar: #253342; --bar-field: #3a4a5b; --bar-text: #cbd6e2; --nav: #2d3e50; --nav-text: #9fb2c6; --logo: #51667c;
    --shadow: 0 1px 24px #00000014, 0 2px 8px #0000001f;`,
  dark: `
    color-scheme: dark;
    --ground: #141a21; --surface: #1c242d; --sunk: #232d38; --hover: #2a3643; --line: #303c49; --edge: #46566a; --rule: #28323d;
    --text: #dbe4ed; --heading: #f0f4f8; --muted: #9db2c8; --link: #5cc8da; --tag: #17404a; --tag-text: #d5f1f6;
    --accent: #ff8f73; --accent-text: #1c1410; --danger: #ff8f94; --focus: #5cc8da;
    --bar: #0f151b; --bar-field: #26313d; --bar-text: #cbd6e2; --nav: #121920; --nav-text: #8fa5bb; --logo: #3f5164;
    --shadow: 0 1px 24px #00000066, 0 2px 8px #00000080;`,
};
