function Import-MfaFunction {
    # Reads the functions that commands call, once, when the first command is called. Somebody who only imports the module, or
    # who completes a name, does not wait for them. In the sources they are all there: State.ps1 is asked, not the disk.
    [CmdletBinding()]
    param()
    if ($script:GraphMfa.Whole) { return }
    $file = [System.IO.Path]::Combine($PSScriptRoot, 'GraphMfa.Functions.ps1')
    try { . $file }
    catch {
        # Without its functions no command can build an error of its own.
        $why = New-Object -TypeName System.IO.IOException -ArgumentList "the file '$file' of the module GraphMfa cannot be read: $($_.Exception.Message)", $_.Exception
        $record = New-Object -TypeName System.Management.Automation.ErrorRecord -ArgumentList $why, 'moduleIncomplete', 'ResourceUnavailable', $file
        $record.ErrorDetails = New-Object -TypeName System.Management.Automation.ErrorDetails -ArgumentList $why.Message
        $record.ErrorDetails.RecommendedAction = 'Install the module again; where scripts must be signed, sign this file as well as GraphMfa.psm1'
        # Thrown, and not written: the command must not go on.
        throw $record
    }
    $script:GraphMfa.Whole = $true
}
