function Import-MfaFunction {
    # Reads the functions that commands call, once, when the first command is called. Somebody who only imports the module, or
    # who completes a name, does not wait for them. In the sources they are all there: State.ps1 is asked, not the disk.
    [CmdletBinding()]
    param()
    if ($script:GraphMfa.Whole) { return }
    . ([System.IO.Path]::Combine($PSScriptRoot, 'GraphMfa.Functions.ps1'))
    $script:GraphMfa.Whole = $true
}
