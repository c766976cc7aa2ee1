//! Completions and manual pages, made from the same definitions that arguments are read by.

use std::process::ExitCode;

use clap::{Args, Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man as Page;

use super::Cli;
use super::failure::Failure;
use super::output::Output;

/// For which shell.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  vestibule completions bash > ~/.local/share/bash-completion/completions/vestibule
  vestibule completions fish > ~/.config/fish/completions/vestibule.fish")]
pub(crate) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    /// Prints them.
    ///
    /// # Errors
    /// They cannot be written.
    pub(crate) fn run(&self, output: &Output) -> Result<ExitCode, Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "vestibule", &mut script);
        output.print(String::from_utf8_lossy(&script).trim_end())?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Which page.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  vestibule man | man -l -
  vestibule man staff add > vestibule-staff-add.1")]
pub(crate) struct Man {
    /// The command, in its words [else the whole program]
    command: Vec<String>,
}

impl Man {
    /// Prints it.
    ///
    /// # Errors
    /// There is no such command, or it cannot be written.
    pub(crate) fn run(&self, output: &Output) -> Result<ExitCode, Failure> {
        let mut program = Cli::command();
        // Gives subcommands their full names.
        program.build();
        let command = find(&program, &self.command).ok_or_else(|| {
            let words = self.command.join(" ");
            Failure::WrongUse(format!("There is no command `{words}`: `vestibule --help` lists them."))
        })?;
        let mut page = Vec::new();
        Page::new(command)
            .source(concat!("vestibule ", env!("CARGO_PKG_VERSION")))
            .render(&mut page)
            .map_err(Failure::Output)?;
        output.print(String::from_utf8_lossy(&page).trim_end())?;
        Ok(ExitCode::SUCCESS)
    }
}

fn find(program: &Command, words: &[String]) -> Option<Command> {
    words
        .iter()
        .try_fold(program, |command, word| command.find_subcommand(word))
        .cloned()
}
