declare module '@fontsource-variable/atkinson-hyperlegible-next/wght.css'
declare module '@fontsource-variable/atkinson-hyperlegible-next/wght-italic.css'
