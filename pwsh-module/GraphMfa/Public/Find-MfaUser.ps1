function Find-MfaUser {
    <#
    .SYNOPSIS
    Finds people by part of a name or address.

    .DESCRIPTION
    Find-MfaUser searches the tenant's people by display name, user principal name and mail address. An object id or a
    full user principal name finds exactly that person.

    .PARAMETER Text
    What to look for: part of a name or an address, an object id, or a full user principal name.

    .PARAMETER First
    At most this many people; 25 when it is not given. A warning says when there are more.

    .PARAMETER Context
    The context to use: its name, or the object that Connect-Mfa -PassThru gave. Without it, the default one.

    .INPUTS
    System.String. You can pipe texts to Find-MfaUser.

    .OUTPUTS
    GraphMfa.User

    .EXAMPLE
    Find-MfaUser nora

    Finds everybody whose name or address has a part that begins with "nora".

    .EXAMPLE
    Find-MfaUser 'nora lind' | Get-MfaMethod

    Shows the authentication methods of the people found.

    .LINK
    Get-MfaUser

    .LINK
    about_GraphMfa
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('GraphMfa.User')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline)]
        [Alias('Search', 'SearchString')]
        [ValidateNotNullOrEmpty()]
        [string] $Text,

        [Parameter()]
        [Alias('Limit')]
        [ValidateRange(1, 100000)]
        [int] $First,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Context @args })]
        [object] $Context
    )
    begin {
        Use-MfaCallerPreference $PSCmdlet
        $resolved = Resolve-MfaContext $Context
        if ($resolved.ContainsKey('Error')) { $PSCmdlet.ThrowTerminatingError($resolved.Error) }
    }
    process {
        $request = [ordered] @{ operation = 'findUsers'; text = $Text }
        if ($First) { $request['limit'] = $First }
        $result = Invoke-MfaRequest $resolved.Entry $request $Text
        if ($null -ne $result.Error) {
            Write-MfaError $PSCmdlet $result
            return
        }
        foreach ($user in $result.Response.users) { ConvertTo-MfaObject $user 'GraphMfa.User' }
        if ($result.Response.more) { Write-Warning -Message "More people match '$Text' than are shown; raise -First or say more of the name" }
    }
}
