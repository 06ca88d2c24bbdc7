function Invoke-MfaJournalRequest {
    # Asks something about a journal: with the context that is given, else the default one, else none, since a journal
    # proves itself without a tenant. Gives Response, or Error and Ends.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        # The request without its files.
        [Parameter(Mandatory)]
        [System.Collections.IDictionary] $Request,

        # Fields of the request that are files, with their paths.
        [Parameter(Mandatory)]
        [System.Collections.IDictionary] $File,

        [Parameter()]
        [AllowNull()]
        [object] $Context
    )
    $offline = $null
    if ($null -eq $Context -and $null -eq $script:GraphMfa.Default) {
        $opened = New-MfaOfflineEntry
        if ($null -ne $opened.Fault) { return @{ Error = New-MfaErrorRecord $opened.Fault; Ends = $true } }
        $entry = $offline = $opened.Entry
    }
    else {
        $resolved = Resolve-MfaContext $Context
        if ($resolved.ContainsKey('Error')) { return @{ Error = $resolved.Error; Ends = $true } }
        $entry = $resolved.Entry
    }
    try {
        foreach ($field in $File.Keys) { $Request[$field] = Resolve-MfaFile $Cmdlet $File[$field] $entry }
        Invoke-MfaRequest $entry $Request $Request['file']
    }
    finally {
        if ($null -ne $offline) { [void] $offline.Native::gmfa_client_free($offline.Handle) }
    }
}
