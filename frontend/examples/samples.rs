//! Writes every sample page as an HTML file: `cargo run -p frontend --example samples -- /tmp/pages`.

use std::{env, error::Error, fs, path::PathBuf};

use domain::text::Lang;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::args().nth(1).ok_or("give the folder to write into")?);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("style.css"), frontend::STYLE)?;
    fs::write(folder.join("script.js"), frontend::SCRIPT)?;
    fs::write(folder.join("icon.svg"), frontend::ICON)?;
    for (lang, code) in [(Lang::Vi, "vi"), (Lang::En, "en")] {
        for (name, html) in frontend::samples::all(lang) {
            fs::write(folder.join(format!("{name}.{code}.html")), html.replace("\"/assets/", "\""))?;
        }
    }
    println!("{}", folder.display());
    Ok(())
}
