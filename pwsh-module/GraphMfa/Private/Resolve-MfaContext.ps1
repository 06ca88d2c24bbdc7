function Resolve-MfaContext {
    # The entry of the context that a command should use: the one given, by object or name, else the default one.
    # Gives Entry, or Error.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Position = 0)]
        [AllowNull()]
        [object] $Context
    )
    $table = Get-MfaContextTable
    $remedy = 'Connect with Connect-Mfa'
    if ($null -eq $Context) {
        if ($null -eq $script:GraphMfa.Default) {
            return @{ Error = New-MfaErrorRecord (New-MfaFault -Code notConnected -Message 'There is no connection to a tenant' -Remedy $remedy) }
        }
        $id = $script:GraphMfa.Default
    }
    elseif ($Context -is [string]) {
        $id = $null
        foreach ($owned in $script:GraphMfa.Owned) {
            if ($table.ContainsKey($owned) -and $table[$owned].Context.Name -eq $Context) { $id = $owned }
        }
        if ($null -eq $id) {
            return @{ Error = New-MfaErrorRecord (New-MfaFault -Code notConnected -Message "There is no context with the name '$Context'" -Remedy "$remedy -Name '$Context'") $Context }
        }
    }
    else {
        $id = Get-MfaField $Context 'ContextId'
        if (-not $id) {
            return @{ Error = New-MfaErrorRecord (New-MfaFault -Code invalidInput -Message '-Context takes the object that Connect-Mfa -PassThru gives, or the name of a context' -Remedy $remedy) $Context }
        }
    }
    $entry = $table[[string] $id]
    if ($null -eq $entry) {
        return @{ Error = New-MfaErrorRecord (New-MfaFault -Code staleContext -Message 'This context is disconnected' -Remedy "$remedy again") $Context }
    }
    # A context from another runspace: the library must be known here too.
    $script:GraphMfa.Native = $entry.Native
    @{ Entry = $entry }
}
