function Test-MfaInteractive {
    # Whether somebody is there to answer a question.
    [CmdletBinding()]
    [OutputType([bool])]
    param()
    # Editors have a window to ask in, whatever their standard input is.
    if ($Host.Name -eq 'Windows PowerShell ISE Host' -or $Host.Name -eq 'Visual Studio Code Host') { return $true }
    # Jobs, workers and hosted runspaces have nobody.
    if ($Host.Name -ne 'ConsoleHost') { return $false }
    if (-not [System.Environment]::UserInteractive) { return $false }
    foreach ($argument in [System.Environment]::GetCommandLineArgs()) {
        if ($argument -match '^[-/]{1,2}noni(n(t(e(r(a(c(t(i(v(e)?)?)?)?)?)?)?)?)?)?$') { return $false }
    }
    try { -not [System.Console]::IsInputRedirected }
    catch { $false }
}
