//! `cargo xtask serve`: the site on this machine.

use crate::{build, project};
use anyhow::{Context, Result, bail};
use rouille::{Request, Response, Server};
use std::io::ErrorKind;
use std::net::TcpListener;

const DEFAULT_PORT: u16 = 8080;

/// Which port to serve on.
pub enum Port {
    /// 8080, or the first free one of the nine after it.
    FromDefault,
    /// This one and no other.
    Exactly(u16),
}

impl Port {
    /// Reads the value of `--port`.
    pub fn parse(text: &str) -> Result<Port> {
        let number = text.parse().ok().filter(|&port| port > 0);
        match number {
            Some(port) => Ok(Port::Exactly(port)),
            None => bail!("--port takes a number from 1 to 65535, not `{text}`"),
        }
    }

    fn choose(self) -> Result<u16> {
        match self {
            Port::Exactly(port) if is_free(port)? => Ok(port),
            Port::Exactly(port) => bail!("port {port} is taken; choose another with --port"),
            Port::FromDefault => {
                for port in DEFAULT_PORT..DEFAULT_PORT + 10 {
                    if is_free(port)? {
                        return Ok(port);
                    }
                }
                bail!("ports 8080 to 8089 are taken; choose another with --port")
            }
        }
    }
}

/// Builds, then serves `dist/` on the loopback address until interrupted.
pub fn serve(port: Port) -> Result<()> {
    build::build(build::For::Visitors)?;
    let address = format!("127.0.0.1:{}", port.choose()?);
    let server = Server::new(&address, respond)
        .map_err(|error| anyhow::anyhow!("{error}"))
        .with_context(|| format!("cannot listen on {address}"))?;
    println!("http://{address}/");
    server.run();
    Ok(())
}

fn is_free(port: u16) -> Result<bool> {
    match TcpListener::bind(("127.0.0.1", port)) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == ErrorKind::AddrInUse => Ok(false),
        Err(error) => Err(error).with_context(|| format!("port {port}")),
    }
}

fn respond(request: &Request) -> Response {
    let dist = project::dist();
    let page = Request::fake_http("GET", "/index.html", Vec::new(), Vec::new());
    let asset = if request.url() == "/" { &page } else { request };
    let mut response = rouille::match_assets(asset, &dist);
    // Whoever builds again must see what was built.
    response
        .headers
        .retain(|(name, _)| name != "Cache-Control" && name != "ETag");
    response.with_unique_header("Cache-Control", "no-store")
}
